//! The fields of a form, whichever way it was sent.

use crate::rejection::{FormDataRejection, MOST_FIELDS};
use axum::{
    body::Bytes,
    extract::{Form, FromRequest, Multipart, Request},
    http::header::CONTENT_TYPE,
};
use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use std::fmt;

/// The fields of a form, URL-encoded or multipart, in memory. Feature `multipart`.
///
/// ```
/// use router_runtime::{prelude::*};
///
/// // app/form/upload/route.rs
/// pub const body_limit: usize = 8 << 20;
///
/// pub async fn POST(form: FormData) -> Result<String> {
///     let bad = || Error::new(StatusCode::UNPROCESSABLE_ENTITY, "a title and a photo, please");
///     let title = form.text("title").ok_or_else(bad)?;
///     let photo = form.file("photo").ok_or_else(bad)?;
///     Ok(format!("{title}: {} bytes", photo.bytes.len()))
/// }
/// ```
///
/// A form has at most 1,000 fields, and all of it is as long as the route lets bodies be: `body_limit`, or 2 MiB. To read a long
/// file as it arrives, take [`axum::extract::Multipart`]; a URL-encoded form as a type is [`axum::Form`]. Names and file names are
/// what the client says: a file name is no path (RFC 7578 section 4.2).
#[derive(Clone, Debug)]
pub struct FormData {
    fields: Vec<(String, Field)>,
}

/// What a field of a form holds.
#[derive(Clone, Debug)]
pub enum Field {
    /// A text.
    Text(String),
    /// A file.
    File(UploadedFile),
}

/// A file in a form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UploadedFile {
    /// Its name, as the client says.
    pub name: String,
    /// Its type, as the client says.
    pub content_type: Option<String>,
    /// What is in it.
    pub bytes: Bytes,
}

impl FormData {
    /// The first text of this name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts(name).next()
    }

    /// All texts of this name, in order.
    pub fn texts<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.named(name).filter_map(|value| match value {
            Field::Text(text) => Some(text.as_str()),
            Field::File(_) => None,
        })
    }

    /// The first file of this name.
    pub fn file(&self, name: &str) -> Option<&UploadedFile> {
        self.files(name).next()
    }

    /// All files of this name, in order.
    pub fn files<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a UploadedFile> {
        self.named(name).filter_map(|value| match value {
            Field::Text(_) => None,
            Field::File(file) => Some(file),
        })
    }

    /// All fields with their names, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.fields
            .iter()
            .map(|(name, field)| (name.as_str(), field))
    }

    fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Field> {
        let fields = self.fields.iter().filter(move |(it, _)| it == name);
        fields.map(|(_, value)| value)
    }

    async fn read(mut form: Multipart) -> Result<Self, FormDataRejection> {
        let mut fields = Vec::new();
        while let Some(field) = form.next_field().await? {
            if fields.len() == MOST_FIELDS {
                return Err(FormDataRejection::TooManyFields);
            }
            let name = field.name().ok_or(FormDataRejection::NoName)?.to_owned();
            let value = match field.file_name().map(str::to_owned) {
                Some(file) => Field::File(UploadedFile {
                    name: file,
                    content_type: field.content_type().map(str::to_owned),
                    bytes: field.bytes().await?,
                }),
                None => Field::Text(field.text().await?),
            };
            fields.push((name, value));
        }
        Ok(Self { fields })
    }
}

impl<S: Send + Sync> FromRequest<S> for FormData {
    type Rejection = FormDataRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, FormDataRejection> {
        let content_type = request.headers().get(CONTENT_TYPE);
        let is_multipart = content_type.is_some_and(|it| {
            let kind = it.as_bytes().split(|byte| *byte == b';').next();
            kind.is_some_and(|it| it.trim_ascii().eq_ignore_ascii_case(b"multipart/form-data"))
        });
        if is_multipart {
            return Self::read(Multipart::from_request(request, state).await?).await;
        }
        match Form::from_request(request, state).await? {
            Form(Pairs::Fields(fields)) => Ok(Self { fields }),
            Form(Pairs::TooMany) => Err(FormDataRejection::TooManyFields),
        }
    }
}

/// The fields of a URL-encoded form. Two bytes make a pair: what is too much is not even kept.
enum Pairs {
    Fields(Vec<(String, Field)>),
    TooMany,
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names and values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pairs: A) -> Result<Pairs, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, text)) = pairs.next_element()? {
            if fields.len() == MOST_FIELDS {
                while pairs.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Pairs::TooMany);
            }
            fields.push((name, Field::Text(text)));
        }
        Ok(Pairs::Fields(fields))
    }
}
