//! # Headers
//!
//! `HeaderMap` contains the headers of the request. A handler returns headers of the response together
//! with the body.
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
    let languages = headers.get(header::ACCEPT_LANGUAGE);
    let is_german = languages.is_some_and(|languages| languages.as_bytes().starts_with(b"de"));
    let (language, text) = if is_german {
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
