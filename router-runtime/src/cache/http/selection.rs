//! The representation of a stored response that a request gets.

use super::{
    coding::Coding,
    compression::etag_of_form,
    conditional::{self, Comparison, Precondition, lists},
    representation::Representation,
    stored_response::StoredResponse,
};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{IF_MATCH, IF_NONE_MATCH, IF_RANGE},
};

pub(super) enum Selection<'a> {
    /// The uncompressed body, or a compressed form.
    Made(&'a Representation),
    /// The client has the compressed form with this entity tag, which need not be made for a 304.
    NotModified(HeaderValue),
}

/// Selects the compressed form that the client prefers, if it is made; or else the uncompressed body.
///
/// A condition with the entity tag of the uncompressed body selects the uncompressed body. So does an `If-Modified-Since` that results in a 304: all
/// forms have the same date.
pub(super) fn select<'a>(stored: &'a StoredResponse, request: &HeaderMap) -> Selection<'a> {
    if stored.forms.exist()
        && let Some(coding) = Coding::of_client(request, |_| true)
        && !needs_uncompressed(stored, request)
    {
        if let Some(made) = stored.forms.get(coding).and_then(|form| form.made()) {
            return Selection::Made(made);
        }
        // Conditions count only for a response that is successful without them.
        let etag = etag_of_form(&stored.uncompressed.etag, coding);
        let etag = etag.filter(|etag| names(request, &IF_NONE_MATCH, etag));
        if let Some(etag) = etag.filter(|_| stored.status.is_success()) {
            return Selection::NotModified(etag);
        }
    }
    Selection::Made(&stored.uncompressed)
}

/// Returns `true` if the client has the uncompressed body, or expects it.
fn needs_uncompressed(stored: &StoredResponse, request: &HeaderMap) -> bool {
    let etag = &stored.uncompressed.etag;
    [IF_MATCH, IF_RANGE]
        .iter()
        .any(|name| names(request, name, etag))
        || evaluate(stored, request, etag) == Precondition::NotModified
}

/// Evaluates the conditions of a request for a representation. They count only for a response that is successful without them (RFC 9110,
/// section 13.2.1).
pub(super) fn evaluate(
    stored: &StoredResponse,
    request: &HeaderMap,
    etag: &HeaderValue,
) -> Precondition {
    if !stored.status.is_success() {
        return Precondition::Met;
    }
    conditional::evaluate(request, etag, Some(stored.last_modified))
}

/// Returns `true` if a header of the request contains an entity tag.
fn names(request: &HeaderMap, name: &HeaderName, etag: &HeaderValue) -> bool {
    lists(request, name, etag, Comparison::Weak) == Some(true)
}
