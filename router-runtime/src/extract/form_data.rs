//! The extractor of forms.

use crate::rejection::{FormDataRejection, MAX_FIELDS};
use axum::{
    body::Bytes,
    extract::{Form, FromRequest, Multipart, Request, multipart},
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
/// To stream a long file, use [`axum::extract::Multipart`]. To deserialize a URL-encoded form, use [`Form`](super::Form).
#[derive(Clone)]
pub struct FormData {
    fields: Vec<(String, Field)>,
}

/// The value of a field of a form.
///
/// `Debug` prints the length of a text, which may be a password, but not the text.
#[derive(Clone)]
#[non_exhaustive]
pub enum Field {
    /// A text.
    Text(String),
    /// A file.
    File(UploadedFile),
}

/// A file in a form.
///
/// `Debug` prints the length of the content, but not the content.
#[derive(Clone)]
#[non_exhaustive]
pub struct UploadedFile {
    /// The file name sent by the client. The escapes `%22`, `%0D` and `%0A` are decoded: browsers send a quote and the ends of lines
    /// with them (HTML, "multipart/form-data encoding algorithm"). Names of fields are decoded likewise.
    pub name: String,
    /// The content type sent by the client, `text/plain` without one (RFC 7578 section 4.4), `None` for a malformed one.
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
            if fields.len() == MAX_FIELDS {
                return Err(FormDataRejection::TooManyFields);
            }
            let name = field.name().ok_or(FormDataRejection::NoName)?;
            let name = unescaped(name);
            let value = match field.file_name().map(unescaped) {
                Some(file) => Field::File(UploadedFile {
                    name: file,
                    content_type: content_type(&field),
                    bytes: field.bytes().await?,
                }),
                None => Field::Text(field.text().await?),
            };
            fields.push((name, value));
        }
        Ok(Self { fields })
    }
}

/// Decodes the escapes of a name in a multipart form.
fn unescaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut parts = name.split('%');
    text.extend(parts.next());
    for part in parts {
        let (char, rest) = match part.get(..2) {
            Some("22") => ('"', &part[2..]),
            Some("0D" | "0d") => ('\r', &part[2..]),
            Some("0A" | "0a") => ('\n', &part[2..]),
            _ => ('%', part),
        };
        text.push(char);
        text.push_str(rest);
    }
    text
}

fn content_type(field: &multipart::Field<'_>) -> Option<String> {
    if field.headers().contains_key(CONTENT_TYPE) {
        field.content_type().map(str::to_owned)
    } else {
        Some("text/plain".to_owned())
    }
}

impl fmt::Debug for FormData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::File(file) => file.fmt(f),
        }
    }
}

impl fmt::Debug for UploadedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadedFile")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("bytes", &format_args!("{} bytes", self.bytes.len()))
            .finish()
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
            if fields.len() == MAX_FIELDS {
                while pairs.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Pairs::TooMany);
            }
            fields.push((name, Field::Text(text)));
        }
        Ok(Pairs::Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, FormData, UploadedFile};

    #[test]
    fn contents_are_not_printed() {
        let file = UploadedFile {
            name: "a.txt".to_owned(),
            content_type: None,
            bytes: "secret".into(),
        };
        let form = FormData {
            fields: vec![
                ("password".to_owned(), Field::Text("secret".to_owned())),
                ("file".to_owned(), Field::File(file)),
            ],
        };
        let text = r#"{"password": Text(6 bytes), "file": UploadedFile { name: "a.txt", content_type: None, bytes: 6 bytes }}"#;
        assert_eq!(format!("{form:?}"), text);
    }
}
