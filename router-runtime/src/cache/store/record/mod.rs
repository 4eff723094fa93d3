//! Records: entries as bytes, for a second tier.
//!
//! ```text
//! "RC" | schema | 0: checksum, 1: code | XXH3-64 or keyed BLAKE3 | content
//! ```
//!
//! The content begins with the identity of the key. A record that is damaged, of another schema, of another key, or without the code
//! that this application expects, is unreadable, which is a miss.

mod fields;
mod seal;

use self::fields::{Reader, Writer};
pub(crate) use self::seal::{RecordSecret, Unreadable};
use crate::{
    cache::{
        freshness::Lifetime,
        http::{
            cdn_header::CdnHeader,
            stored_headers::StoredHeaders,
            stored_response::{StoredParts, StoredResponse},
        },
        tag::Tag,
    },
    errors::ErrorCause,
};
use axum::{body::Bytes, http::StatusCode};
use std::{borrow::Cow, time::Duration};

/// The version of the content. Records of other versions are unreadable.
const SCHEMA: u8 = 1;

/// A record that was read.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) response: StoredResponse,
    pub(crate) lifetime: Lifetime,
}

/// Returns the record of an entry; `None` if the response cannot be restored from bytes.
pub(crate) fn encode(
    identity: &[u8],
    response: &StoredResponse,
    lifetime: Lifetime,
    secret: Option<&RecordSecret>,
) -> Option<Bytes> {
    let mut to = Writer::with_capacity(512 + response.uncompressed.body.len());
    to.bytes(identity);
    to.optional_time(lifetime.revalidate);
    to.optional_time(lifetime.expire);
    to.number(response.tags().len() as u64);
    for tag in response.tags() {
        to.bytes(&tag.to_bytes());
    }
    to.number(response.status.as_u16().into());
    to.number(response.last_modified);
    to.bytes(response.uncompressed.etag.as_bytes());
    write_cause(&mut to, response.cause.as_ref())?;
    let headers = &response.uncompressed.headers;
    to.number(headers.iter().count() as u64);
    for (name, value) in headers.iter() {
        to.bytes(name.as_str().as_bytes());
        to.bytes(value.as_bytes());
    }
    to.bytes(&response.uncompressed.body);
    Some(seal::seal(SCHEMA, &to.into_bytes(), secret))
}

/// Reads a record of this key, whose route has these tags.
pub(crate) fn decode(
    record: &[u8],
    (identity, tags): (&[u8], &[Tag]),
    cdn_header: &CdnHeader,
    compress: bool,
    secret: Option<&RecordSecret>,
) -> Result<Record, Unreadable> {
    let content = seal::open(SCHEMA, record, secret)?;
    let mut from = Reader::new(content);
    match from.bytes() {
        Some(found) if found == identity => {}
        Some(_) => return Err(Unreadable::OtherKey),
        None => return Err(Unreadable::Content),
    }
    read(&mut from, tags, cdn_header, compress)
        .filter(|_| from.is_at_end())
        .ok_or(Unreadable::Content)
}

fn read(
    from: &mut Reader<'_>,
    tags_of_route: &[Tag],
    cdn_header: &CdnHeader,
    compress: bool,
) -> Option<Record> {
    let lifetime = Lifetime {
        revalidate: from.optional_time()?.0,
        expire: from.optional_time()?.0,
    };
    let count = from.number()?;
    let mut tags = Vec::with_capacity(usize::try_from(count.min(16)).ok()?);
    for _ in 0..count {
        let bytes = from.bytes()?;
        let known = Tag::find(tags_of_route, bytes).cloned();
        tags.push(known.or_else(|| Tag::from_bytes(bytes))?);
    }
    let status = StatusCode::from_u16(from.number()?.try_into().ok()?).ok()?;
    let last_modified = from.number()?;
    // The entity tag, which is among the headers.
    from.bytes()?;
    let ReadCause(cause) = read_cause(from)?;
    let count = from.number()?;
    // One allocation for usual responses.
    let mut headers = Vec::with_capacity(usize::try_from(count.min(16)).ok()?);
    for _ in 0..count {
        headers.push((from.bytes()?, from.bytes()?));
    }
    let headers = StoredHeaders::read(&headers)?;
    // A copy, because a slice of the record would keep all of it in memory.
    let body = Bytes::copy_from_slice(from.bytes()?);
    let parts = StoredParts {
        status,
        headers,
        body,
        last_modified,
        cause,
        cdn_header: cdn_header.clone(),
        tags,
        compress,
    };
    Some(Record {
        response: StoredResponse::from_parts(parts),
        lifetime,
    })
}

/// Writes the cause of an error that is rendered for each request. `None` if it cannot be read again: a rejection has a type.
fn write_cause(to: &mut Writer, cause: Option<&ErrorCause>) -> Option<()> {
    match cause {
        None => to.number(0),
        Some(ErrorCause::NoRoute) => to.number(1),
        Some(ErrorCause::InvalidPath) => to.number(2),
        Some(ErrorCause::Returned(text)) => {
            to.number(3);
            to.bytes(text.as_bytes());
        }
        Some(_) => return None,
    }
    Some(())
}

/// The cause of an error, if the response is one.
struct ReadCause(Option<ErrorCause>);

fn read_cause(from: &mut Reader<'_>) -> Option<ReadCause> {
    let cause = match from.number()? {
        0 => None,
        1 => Some(ErrorCause::NoRoute),
        2 => Some(ErrorCause::InvalidPath),
        3 => {
            let text = str::from_utf8(from.bytes()?).ok()?;
            Some(ErrorCause::Returned(Cow::Owned(text.to_owned())))
        }
        _ => return None,
    };
    Some(ReadCause(cause))
}

/// Returns a list of texts as bytes, such that different lists are different bytes.
pub(crate) fn joined<'a>(texts: impl IntoIterator<Item = Option<&'a [u8]>>) -> Vec<u8> {
    let mut to = Writer::with_capacity(128);
    for text in texts {
        to.number(u64::from(text.is_some()));
        to.bytes(text.unwrap_or_default());
    }
    to.into_bytes()
}

/// The time for which the record of an entry with that lifetime is stored.
pub(crate) fn stored_for(lifetime: Lifetime) -> Duration {
    use super::second_tier::LONGEST_LIFETIME;
    lifetime
        .expire
        .map_or(LONGEST_LIFETIME, |expire| expire.min(LONGEST_LIFETIME))
}

#[cfg(test)]
mod tests;
