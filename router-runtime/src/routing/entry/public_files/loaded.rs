//! A small public file that was read.

use super::{
    file::{FormOnDisk, FormsOnDisk, PublicFile},
    serve_dir::serve,
};
use crate::cache::{Coding, Precondition, evaluate};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{
        HeaderMap, HeaderValue, Method, Request, Response, StatusCode,
        header::{
            ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, LAST_MODIFIED,
            RANGE,
        },
    },
};
use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{SystemTime, UNIX_EPOCH},
};

/// The bytes of the headers of a form, about.
const HEADER_BYTES: u64 = 2048;

/// A file and its compressed forms.
pub(super) struct LoadedFile {
    /// The file itself is the first one.
    forms: Vec<LoadedForm>,
    on_disk: FormsOnDisk,
    /// `true` if a change after the file was read changes its times.
    is_settled: bool,
    /// The milliseconds on the clock at the last look at the disk.
    looked: AtomicU64,
}

struct LoadedForm {
    /// `None` for the file itself.
    coding: Option<Coding>,
    /// Those of a 200 and of a 304.
    headers: HeaderMap,
    not_modified: HeaderMap,
    etag: HeaderValue,
    modified: Option<u64>,
    body: Bytes,
}

impl LoadedFile {
    /// Reads the forms that a look at the disk at this time found; `None` if the file itself cannot be read, or changes meanwhile. If it was
    /// modified before `settled`, each later change is noticed.
    pub(super) async fn read(
        file: &PublicFile,
        on_disk: FormsOnDisk,
        looked: u64,
        settled: Option<SystemTime>,
    ) -> Option<Self> {
        let mut forms = Vec::new();
        for form in &on_disk.0 {
            match load_form(file, form).await {
                Some(read) => forms.push(read),
                None if form.coding.is_none() => return None,
                None => {}
            }
        }
        let times = on_disk.modified().zip(settled);
        Some(Self {
            forms,
            is_settled: times.is_some_and(|(modified, settled)| modified < settled),
            on_disk,
            looked: AtomicU64::new(looked),
        })
    }

    /// Returns `true` if the file is unchanged, after a look at the disk.
    pub(super) fn is_current(&self, on_disk: &FormsOnDisk) -> bool {
        self.is_settled && self.on_disk == *on_disk
    }

    /// The milliseconds on the clock at the last look at the disk.
    pub(super) fn looked(&self) -> u64 {
        self.looked.load(Relaxed)
    }

    pub(super) fn set_looked(&self, now: u64) {
        self.looked.store(now, Relaxed);
    }

    /// The size in bytes.
    pub(super) fn weight(&self) -> u64 {
        let forms = self.forms.iter();
        forms.map(|it| it.body.len() as u64 + HEADER_BYTES).sum()
    }

    /// Responds to GET or HEAD; `None` to requests for a part, or for another version.
    pub(super) fn respond(&self, request: &Request<Body>) -> Option<Response<Body>> {
        let headers = request.headers();
        if headers.contains_key(RANGE) {
            return None;
        }
        let form = self.preferred(headers)?;
        let (status, headers, body) = match evaluate(headers, &form.etag, form.modified) {
            Precondition::Met if request.method() == Method::HEAD => {
                (StatusCode::OK, &form.headers, None)
            }
            Precondition::Met => (StatusCode::OK, &form.headers, Some(&form.body)),
            Precondition::NotModified => (StatusCode::NOT_MODIFIED, &form.not_modified, None),
            Precondition::Failed => return None,
        };
        let mut response =
            Response::new(body.map_or_else(Body::empty, |it| Body::from(it.clone())));
        *response.status_mut() = status;
        *response.headers_mut() = headers.clone();
        Some(response)
    }

    fn preferred(&self, headers: &HeaderMap) -> Option<&LoadedForm> {
        if self.forms.len() == 1 {
            return self.forms.first();
        }
        let form = |coding| self.forms.iter().find(move |it| it.coding == coding);
        form(Coding::of_client(headers, |it| form(Some(it)).is_some()))
    }
}

/// Opens a form through `ServeDir`; `None` unless that sends it with the length that the look at the disk found.
pub(super) async fn open_form(file: &PublicFile, form: &FormOnDisk) -> Option<(HeaderMap, Body)> {
    let response = serve(file, form.coding, Request::default()).await;
    let (parts, body) = response.into_parts();
    let headers = parts.headers;
    let sent = headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes);
    let length = headers.get(CONTENT_LENGTH)?.to_str().ok()?;
    let is_form = parts.status == StatusCode::OK
        && sent == form.coding.map(|it| it.name().as_bytes())
        && length.parse() == Ok(form.bytes);
    is_form.then_some((headers, body))
}

/// Reads the body of a form; `None` unless it is complete.
pub(super) async fn read_body(body: Body, form: &FormOnDisk) -> Option<Bytes> {
    let body = to_bytes(body, usize::try_from(form.bytes).ok()?)
        .await
        .ok()?;
    (u64::try_from(body.len()).ok()? == form.bytes).then_some(body)
}

async fn load_form(file: &PublicFile, form: &FormOnDisk) -> Option<LoadedForm> {
    let (headers, body) = open_form(file, form).await?;
    let body = read_body(body, form).await?;
    let mut not_modified = headers.clone();
    for name in [
        ACCEPT_RANGES,
        CONTENT_ENCODING,
        CONTENT_LENGTH,
        CONTENT_TYPE,
    ] {
        not_modified.remove(name);
    }
    Some(LoadedForm {
        coding: form.coding,
        etag: headers.get(ETAG)?.clone(),
        modified: headers.get(LAST_MODIFIED).and_then(seconds),
        headers,
        not_modified,
        // The buffer in which it was read is larger.
        body: Bytes::copy_from_slice(&body),
    })
}

fn seconds(date: &HeaderValue) -> Option<u64> {
    let date: SystemTime = httpdate::parse_http_date(date.to_str().ok()?).ok()?;
    Some(date.duration_since(UNIX_EPOCH).ok()?.as_secs())
}
