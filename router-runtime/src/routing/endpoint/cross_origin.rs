//! The refusal of requests that pages of other origins may have sent.

use crate::{
    errors::ErrorCause,
    observe::printable_value,
    routing::handler::{Call, ResponseFuture},
    table::RouteInfo,
};
use axum::http::{StatusCode, header::ORIGIN};

/// Returns the response to a request that a page of another origin may have sent.
#[inline(never)]
pub(super) fn check_origin<S>(call: &mut Call<'_, S>, route: &RouteInfo) -> Option<ResponseFuture> {
    let options = &call.shared().client;
    let request = call.request();
    let headers = request.headers();
    if !options.refuses(headers, request.extensions()) {
        return None;
    }
    tracing::warn!(
        method = %request.method(),
        route = route.pattern,
        origin = headers.get(ORIGIN).map(printable_value),
        "refused: a page of another origin may have sent the request; see `trusted_origins` and `check_origin`"
    );
    Some(call.error(StatusCode::FORBIDDEN, ErrorCause::CrossOrigin))
}
