//! The representation of a stored response that a request gets.

use super::{
    compression::{Coding, etag_of_form},
    conditional::{Comparison, lists},
    representation::Representation,
    stored_response::StoredResponse,
};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{IF_MATCH, IF_NONE_MATCH, IF_RANGE},
};

pub(super) enum Selection<'a> {
    /// The plain body, or a compressed form.
    Made(&'a Representation),
    /// The client has the compressed form with this entity tag, which need not be made for a 304.
    Known(HeaderValue),
}

/// Selects the compressed form that the client prefers, if it is made; or else the plain body. A client that has the plain body, by the
/// entity tag in its conditions, gets that.
pub(super) fn select<'a>(stored: &'a StoredResponse, request: &HeaderMap) -> Selection<'a> {
    if stored.forms.exist()
        && let Some(coding) = Coding::of_client(request)
    {
        let plain = &stored.plain.etag;
        let has_plain = [IF_MATCH, IF_NONE_MATCH, IF_RANGE]
            .iter()
            .any(|name| names(request, name, plain));
        let form = stored.forms.get(coding).filter(|_| !has_plain);
        if let Some(made) = form.and_then(|form| form.made()) {
            return Selection::Made(made);
        }
        let etag = form.and_then(|_| etag_of_form(plain, coding));
        if let Some(etag) = etag.filter(|etag| names(request, &IF_NONE_MATCH, etag)) {
            return Selection::Known(etag);
        }
    }
    Selection::Made(&stored.plain)
}

/// Returns `true` if a header of the request contains an entity tag.
fn names(request: &HeaderMap, name: &HeaderName, etag: &HeaderValue) -> bool {
    lists(request, name, etag, Comparison::Weak) == Some(true)
}
