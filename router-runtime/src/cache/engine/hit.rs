//! Hits: the responses to common requests, which are most.

use crate::cache::{
    http::{
        coding::Coding, representation::Representation, response, stored_response::StoredResponse,
        time_headers::TimeHeaders,
    },
    outcome::Outcome,
    request_view::RequestView,
    store::entry::Entry,
};
use axum::{
    body::Body,
    http::{
        Method, Response,
        header::{ACCEPT_ENCODING, IF_NONE_MATCH},
    },
};
use std::time::Duration;

/// A stored response to a GET without conditions other than `If-None-Match`, and without a range.
pub(crate) struct Hit<'s> {
    entry: &'s Entry,
    representation: &'s Representation,
    form: HitForm,
    now: Duration,
}

impl<'s> Hit<'s> {
    /// Selects the response to a request at `now`. The caller checks that the entry is fresh. `None` if the request needs all checks, or
    /// a compressed form that may be made now.
    #[inline]
    pub(super) fn of(
        entry: &'s Entry,
        request: RequestView<'_>,
        now: Duration,
        may_compress: impl FnOnce() -> bool,
    ) -> Option<Self> {
        let (representation, form) = HitForm::of(&entry.response, request, may_compress)?;
        Some(Self {
            entry,
            representation,
            form,
            now,
        })
    }

    /// Returns the response. It is large, so it is created where it is sent.
    #[inline]
    pub(crate) fn response(&self) -> Response<Body> {
        let Self {
            entry,
            representation,
            now,
            ..
        } = *self;
        let stored = &entry.response;
        let time = || TimeHeaders::new(stored.status, entry.lifetime, entry.age(now), Outcome::Hit);
        match self.form {
            HitForm::Whole => response::hit(stored, representation, now, time),
            HitForm::NotModified => response::hit_not_modified(stored, representation, now, time),
        }
    }
}

/// The form of a hit for requests with common methods and headers.
#[derive(Clone, Copy)]
enum HitForm {
    Whole,
    NotModified,
}

impl HitForm {
    /// Returns the form for a request, and the representation that it gets, or `None` if the request needs all checks.
    #[inline]
    fn of<'s>(
        stored: &'s StoredResponse,
        request: RequestView<'_>,
        may_compress: impl FnOnce() -> bool,
    ) -> Option<(&'s Representation, Self)> {
        if request.method != Method::GET {
            return None;
        }
        let mut representation = &stored.uncompressed;
        if request.headers.is_empty() {
            return Some((representation, Self::Whole));
        }
        let mut etags = None;
        let mut codings = None;
        for (name, value) in request.headers {
            let is_understood = if *name == IF_NONE_MATCH {
                // A second field needs all checks.
                etags.replace(value).is_none()
            } else {
                if stored.forms.exist()
                    && *name == ACCEPT_ENCODING
                    && codings.replace(value).is_some()
                {
                    return None;
                }
                let name = name.as_str();
                !name.starts_with("if-") && name != "range"
            };
            if !is_understood {
                return None;
            }
        }
        if let Some(coding) = codings.and_then(|it| Coding::preferred(it, |_| true))
            && let Some(form) = stored.forms.get(coding)
        {
            if form.is_absent() && may_compress() {
                return None;
            }
            representation = form.made().unwrap_or(representation);
        }
        let Some(etags) = etags else {
            return Some((representation, Self::Whole));
        };
        let is_known = *etags == representation.etag && stored.status.is_success();
        is_known.then_some((representation, Self::NotModified))
    }
}
