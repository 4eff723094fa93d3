//! The extractor of forms.

use crate::rejection::{FormDataRejection, MOST_FIELDS};
use axum::{
    body::Bytes,
    extract::{Form, FromRequest, Multipart, Request},
    http::header::CONTENT_TYPE,
};
use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use std::fmt;

/// An extractor of the fields of a form, URL-encoded or multipart. Feature `multipart`.
///
/// ```
/// use router_runtime::prelude::*;
///
/// // app/form/upload/route.rs
/// pub const body_limit: usize = 8 << 20;
///
/// pub async fn POST(form: FormData) -> Result<String> {
///     let bad = || Error::new(StatusCode::UNPROCESSABLE_ENTITY, "expected a title and a photo");
///     let title = form.text("title").ok_or_else(bad)?;
///     let photo = form.file("photo").ok_or_else(bad)?;
///     Ok(format!("{title}: {} bytes", photo.bytes.len()))
/// }
/// ```
///
/// 1. The form is read into memory. It may have 1,000 fields, and as many bytes as `body_limit` of the route allows: 2 MiB by
///    default. Larger forms are rejected with 413.
/// 2. A malformed form is rejected with 400, another content type with 415: see [`FormDataRejection`].
/// 3. Names, file names and content types are sent by the client. Do not use a file name as a path (RFC 7578 section 4.2).
///
/// To stream a long file, use [`axum::extract::Multipart`]. To deserialize a URL-encoded form, use [`axum::Form`].
#[derive(Clone, Debug)]
pub struct FormData {
    fields: Vec<(String, Field)>,
}

/// The value of a field of a form.
#[derive(Clone, Debug)]
#[non_exhaustive]
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
    /// The file name sent by the client.
    pub name: String,
    /// The content type sent by the client.
    pub content_type: Option<String>,
    /// The content.
    pub bytes: Bytes,
}

impl FormData {
    /// Returns the first text with this name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts(name).next()
    }

    /// Returns all texts with this name, in order.
    pub fn texts<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.named(name).filter_map(|value| match value {
            Field::Text(text) => Some(text.as_str()),
            Field::File(_) => None,
        })
    }

    /// Returns the first file with this name.
    pub fn file(&self, name: &str) -> Option<&UploadedFile> {
        self.files(name).next()
    }

    /// Returns all files with this name, in order.
    pub fn files<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a UploadedFile> {
        self.named(name).filter_map(|value| match value {
            Field::Text(_) => None,
            Field::File(file) => Some(file),
        })
    }

    /// Returns all fields with their names, in order.
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

/// The fields of a URL-encoded form. Fields above the limit are not stored: a pair may be as short as two bytes.
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
        f.write_str("pairs of names and values")
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
