//! One answer, ready to be sent many times.

use super::{
    policy::Policy,
    storable::{Unstorable, storable},
    tags::Tag,
};
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            AGE, CACHE_CONTROL, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, DATE,
            ETAG, LAST_MODIFIED, SET_COOKIE, TE, TRAILER, TRANSFER_ENCODING, UPGRADE, VARY,
        },
        response::Parts,
    },
};
use http_body_util::BodyExt;
use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
    time::SystemTime,
};
use xxhash_rust::xxh3::Xxh3;

/// `Cache-Status`, which `http` has no constant for.
pub(super) const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// One answer: what is sent, and what invalidates it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(super) status: StatusCode,
    /// Everything that is sent but `Age` and `Cache-Status`, for which there is room.
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) etag: HeaderValue,
    /// In whole seconds, as `Last-Modified` says it.
    pub(super) last_modified: u64,
    tags: Vec<Tag>,
    weight: usize,
}

impl Entry {
    /// The answer to keep for this canonical path; `ended` is when its generation ended.
    pub(crate) fn new(
        parts: Parts,
        body: &[u8],
        policy: &Policy,
        path: &str,
        ended: SystemTime,
    ) -> Result<Self, Unstorable> {
        let Parts {
            status,
            mut headers,
            ..
        } = parts;
        storable(status, &headers, policy)?;
        clean(&mut headers);
        headers
            .entry(CACHE_CONTROL)
            .or_insert_with(|| policy.cache_control.clone());
        headers.remove(VARY);
        if let Some(vary) = &policy.vary_header {
            headers.insert(VARY, vary.clone());
        }
        let etag = headers
            .entry(ETAG)
            .or_insert(HeaderValue::from_static(""))
            .clone();
        let etag = if etag.is_empty() {
            let etag = etag_of(&headers, body);
            headers.insert(ETAG, etag.clone());
            etag
        } else {
            etag
        };
        let told = headers
            .get(LAST_MODIFIED)
            .and_then(|value| httpdate::parse_http_date(value.to_str().ok()?).ok());
        let last_modified = told.unwrap_or(ended);
        if let Ok(value) = HeaderValue::from_str(&httpdate::fmt_http_date(last_modified)) {
            headers.insert(LAST_MODIFIED, value);
        }
        headers.remove(CONTENT_LENGTH);
        if status != StatusCode::NO_CONTENT {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        }
        // Each answer overwrites them in place: a copied map has no room to grow.
        headers.insert(AGE, HeaderValue::from_static("0"));
        headers.insert(CACHE_STATUS, HeaderValue::from_static(""));
        let tags = policy.tags_at(path);
        // A chunk of a larger buffer would keep all of it. The copy of a copy counts its references from the start, which makes
        // the next one cheaper.
        let body = Bytes::copy_from_slice(body).clone();
        Ok(Self {
            weight: weight(&headers, &body, path),
            status,
            headers,
            body,
            etag,
            last_modified: seconds(last_modified),
            tags,
        })
    }

    /// Data to keep: a body that is never sent as it is.
    pub(crate) fn of_data(body: &[u8], policy: &Policy) -> Self {
        Self {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body),
            etag: HeaderValue::from_static(""),
            last_modified: 0,
            tags: policy.tags.clone(),
            weight: body.len(),
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// The bytes that it takes; the tags of its route are shared and count by their place alone.
    pub(crate) fn weight(&self) -> usize {
        self.weight + self.tags.len() * size_of::<Tag>()
    }
}

fn weight(headers: &HeaderMap, body: &Bytes, path: &str) -> usize {
    // What a map keeps for each header beside its text: a bucket and two places in its index.
    const HEADER: usize = 112;
    let texts = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + HEADER);
    texts.sum::<usize>() + body.len() + path.len()
}

pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// Removes what belongs to one connection, one client or one moment.
pub(crate) fn clean(headers: &mut HeaderMap) {
    clean_of_connection(headers);
    for name in [SET_COOKIE, DATE, AGE, CACHE_STATUS] {
        headers.remove(name);
    }
}

/// Removes what belongs to one connection: RFC 9110, section 7.6.1.
pub(crate) fn clean_of_connection(headers: &mut HeaderMap) {
    let listed: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|names| names.split(','))
        .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
        .collect();
    for name in listed {
        headers.remove(name);
    }
    for name in [CONNECTION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE] {
        headers.remove(name);
    }
    for name in [
        "keep-alive",
        "proxy-connection",
        "proxy-authenticate",
        "proxy-authorization",
    ] {
        headers.remove(name);
    }
}

/// A strong validator of what is sent: equal answers have equal ones, whenever they were made.
pub(crate) fn etag_of(headers: &HeaderMap, body: &[u8]) -> HeaderValue {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut hasher = Xxh3::new();
    for part in [
        body,
        headers.get(CONTENT_TYPE).map_or(b"", |it| it.as_bytes()),
        headers
            .get(CONTENT_ENCODING)
            .map_or(b"", |it| it.as_bytes()),
    ] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.digest128();
    let digits = (0..22).map(|place| {
        // 128 bits are 21 digits of 6 bits and one of 2.
        let shift = 122_u32.saturating_sub(6 * place);
        let bits = if place == 21 {
            digest << 4
        } else {
            digest >> shift
        };
        char::from(DIGITS[(bits & 63) as usize])
    });
    let mut text = String::with_capacity(24);
    text.push('"');
    text.extend(digits);
    text.push('"');
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
}

/// A body that was read to its end or to a limit.
#[derive(Debug)]
pub(crate) enum Collected {
    /// All of it.
    Whole(Bytes),
    /// It is longer: what was read, then what follows.
    TooLarge(Body),
    /// It ended with an error: what was read, then the error.
    Broken(Body),
}

/// Reads a body of at most `limit` bytes. What is longer is not kept in memory but sent on.
pub(crate) async fn collect(mut body: Body, limit: usize) -> Collected {
    if body.size_hint().lower() > limit as u64 {
        return Collected::TooLarge(body);
    }
    let mut read = VecDeque::new();
    let mut length = 0;
    loop {
        match body.frame().await {
            None => break,
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    length += data.len();
                    read.push_back(data);
                }
                if length > limit {
                    let rest = Rest::Body(body);
                    return Collected::TooLarge(Body::new(Resumed { read, rest }));
                }
            }
            Some(Err(error)) => {
                let rest = Rest::Error(Some(error));
                return Collected::Broken(Body::new(Resumed { read, rest }));
            }
        }
    }
    Collected::Whole(match read.len() {
        0 => Bytes::new(),
        1 => read.pop_front().unwrap_or_default(),
        _ => read.iter().flat_map(|data| data.iter().copied()).collect(),
    })
}

/// What was read of a body, then what follows.
struct Resumed {
    read: VecDeque<Bytes>,
    rest: Rest,
}

enum Rest {
    Body(Body),
    Error(Option<axum::Error>),
}

impl HttpBody for Resumed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, axum::Error>>> {
        if let Some(data) = self.read.pop_front() {
            return Poll::Ready(Some(Ok(hyper::body::Frame::data(data))));
        }
        match &mut self.rest {
            Rest::Body(body) => Pin::new(body).poll_frame(context),
            Rest::Error(error) => Poll::Ready(error.take().map(Err)),
        }
    }
}

#[cfg(test)]
#[path = "entry/tests.rs"]
mod tests;
