//! The compressed forms of one stored response.

use super::{
    encode::{Effort, encode},
    suitable::{MIN_BYTES, is_suitable},
};
use crate::cache::http::{
    coding::Coding, representation::Representation, stored_headers::StoredHeaders,
};
use axum::{
    body::Bytes,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_ENCODING, ETAG},
    },
};
use std::sync::{
    OnceLock,
    atomic::{AtomicBool, Ordering},
};

/// The compressed forms of a response: none if it is not suitable for compression, else one for each coding.
#[derive(Debug, Default)]
pub(crate) struct Forms(Option<Box<[Form; Coding::ALL.len()]>>);

/// The form of one coding.
#[derive(Debug, Default)]
pub(crate) struct Form {
    is_being_made: AtomicBool,
    /// `None` inside: the form would not be smaller, or has no room, so that the plain body is sent.
    made: OnceLock<Option<Representation>>,
}

impl Forms {
    /// Creates the forms of a response, none of which is made.
    pub(in crate::cache::http) fn of(
        status: StatusCode,
        headers: &StoredHeaders,
        length: usize,
    ) -> Self {
        let has_forms = length >= usize::from(MIN_BYTES)
            && is_suitable(status, &headers.to_map())
            && headers
                .get(&ETAG)
                .is_some_and(|etag| etag_of_form(etag, Coding::Gzip).is_some());
        Self(has_forms.then(Box::default))
    }

    /// Returns `true` if the response can have compressed forms.
    #[inline]
    pub(crate) fn exist(&self) -> bool {
        self.0.is_some()
    }

    /// Returns the form of a coding; `None` if the response has no forms.
    #[inline]
    pub(crate) fn get(&self, coding: Coding) -> Option<&Form> {
        Some(&self.0.as_deref()?[coding as usize])
    }

    /// The size in bytes, with that of the forms that are made.
    pub(crate) fn weight(&self) -> usize {
        let Some(forms) = self.0.as_deref() else {
            return 0;
        };
        let made = forms.iter().filter_map(Form::made);
        size_of_val(forms) + made.map(Representation::weight).sum::<usize>()
    }
}

impl Form {
    /// Returns the form if it is made and worth it.
    #[inline]
    pub(crate) fn made(&self) -> Option<&Representation> {
        self.made.get()?.as_ref()
    }

    /// Returns `true` if the form is neither made nor being made.
    #[inline]
    pub(crate) fn is_absent(&self) -> bool {
        !self.is_being_made.load(Ordering::Relaxed) && self.made.get().is_none()
    }

    /// Returns `true` for the only caller that makes the form. It calls [`set`](Self::set), or [`give_up`](Self::give_up).
    pub(crate) fn start(&self) -> bool {
        !self.is_being_made.swap(true, Ordering::Relaxed) && self.made.get().is_none()
    }

    /// Lets another request make the form.
    pub(crate) fn give_up(&self) {
        self.is_being_made.store(false, Ordering::Relaxed);
    }

    /// Sets the form; `None` if the plain body is sent instead.
    pub(crate) fn set(&self, form: Option<Representation>) {
        let _ = self.made.set(form);
    }
}

/// Makes a compressed form; `None` if it would not be smaller.
pub(in crate::cache::http) fn compressed(
    plain: &Representation,
    coding: Coding,
) -> Option<Representation> {
    let body = encode(coding, &plain.body, Effort::Request).ok()?;
    if body.len() >= plain.body.len() {
        return None;
    }
    let etag = etag_of_form(&plain.etag, coding)?;
    let headers = plain.headers.changed(|headers| {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        headers.insert(ETAG, etag);
    });
    // Without the spare room of the encoder's buffer.
    let body = Bytes::from(body.into_boxed_slice()).clone();
    Some(Representation::new(headers, body))
}

/// Returns the entity tag of a compressed form: `"x-br"` for `"x"`. `None` if the tag of the plain body is malformed.
pub(crate) fn etag_of_form(plain: &HeaderValue, coding: Coding) -> Option<HeaderValue> {
    let start = plain.as_bytes().strip_suffix(b"\"")?;
    let opaque = start.strip_prefix(b"W/").unwrap_or(start);
    if !opaque.starts_with(b"\"") {
        return None;
    }
    let name = coding.name().as_bytes();
    HeaderValue::from_bytes(&[start, b"-", name, b"\""].concat()).ok()
}
