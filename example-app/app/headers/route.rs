//! # Headers
//!
//! `HeaderMap` reads the headers of the request; what a handler returns beside the body are the
//! headers of the response.
//!
//! ```console
//! $ curl -s -H 'accept-language: de' http://localhost:3000/headers
//! < 200
//! < content-language: de
//! < vary: accept-language
//! Guten Tag
//! $ curl -s http://localhost:3000/headers
//! < 200
//! < content-language: en
//! Good day
//! ```

use router_runtime::prelude::*;

pub async fn GET(headers: HeaderMap) -> impl IntoResponse {
    let wishes = headers.get(header::ACCEPT_LANGUAGE);
    let german = wishes.is_some_and(|wishes| wishes.as_bytes().starts_with(b"de"));
    let (language, text) = if german {
        ("de", "Guten Tag")
    } else {
        ("en", "Good day")
    };
    let headers = [
        (header::CONTENT_LANGUAGE, language),
        (header::VARY, "accept-language"),
    ];
    (headers, text)
}
