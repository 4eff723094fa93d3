//! The representation of a stored response that a request gets.

use super::{
    coding::Coding,
    compression::etag_of_form,
    conditional::{Comparison, lists},
    representation::Representation,
    stored_response::StoredResponse,
};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE},
};

pub(super) enum Selection<'a> {
    /// The plain body, or a compressed form.
    Made(&'a Representation),
    /// The client has the compressed form with this entity tag, which need not be made for a 304.
    Known(HeaderValue),
}

/// Selects the compressed form that the client prefers, if it is made; or else the plain body.
///
/// A client that has the plain body, by the entity tag in its conditions, gets that. So does a client that knows only a date, which all
/// forms share.
pub(super) fn select<'a>(stored: &'a StoredResponse, request: &HeaderMap) -> Selection<'a> {
    if stored.forms.exist()
        && let Some(coding) = Coding::of_client(request, |_| true)
        && !is_plain(request, &stored.plain.etag)
    {
        if let Some(made) = stored.forms.get(coding).and_then(|form| form.made()) {
            return Selection::Made(made);
        }
        // Conditions count only for a response that is successful without them.
        let etag = etag_of_form(&stored.plain.etag, coding);
        let etag = etag.filter(|etag| names(request, &IF_NONE_MATCH, etag));
        if let Some(etag) = etag.filter(|_| stored.status.is_success()) {
            return Selection::Known(etag);
        }
    }
    Selection::Made(&stored.plain)
}

/// Returns `true` if the conditions of the request concern the plain body.
fn is_plain(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let mut conditions = [IF_MATCH, IF_NONE_MATCH, IF_RANGE].into_iter();
    conditions.any(|name| names(request, &name, etag))
        || request.contains_key(IF_MODIFIED_SINCE) && !request.contains_key(IF_NONE_MATCH)
}

/// Returns `true` if a header of the request contains an entity tag.
fn names(request: &HeaderMap, name: &HeaderName, etag: &HeaderValue) -> bool {
    lists(request, name, etag, Comparison::Weak) == Some(true)
}
