//! Sends the text of the error in the way of the query.

use crate::hostile_errors::endless;
use router_runtime::prelude::*;

pub async fn error(error: ErrorContext) -> Response {
    let text = error.message().to_owned();
    match error.uri().query() {
        Some("header") => ([("x-text", text)], "text").into_response(),
        Some("panic") => panic!("{text}"),
        Some("fail") => Error::new(StatusCode::BAD_GATEWAY, text).into_response(),
        Some("endless") => endless().into_response(),
        Some("endless-page") => Html(endless()).into_response(),
        Some("default") => error.default_response(),
        _ => text.into_response(),
    }
}
