//! The response with a public file.

use super::{file::PublicFile, memory::Memory, serve_dir::serve};
use crate::{
    cache::Coding,
    errors::{ErrorCause, error_response},
};
use axum::{
    body::Body,
    extract::Request,
    http::{
        Method, Response, StatusCode,
        header::{IF_RANGE, RANGE},
    },
};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Responds with a file to GET or HEAD, after a look at the disk. Loads a small file into memory.
pub(super) async fn send(
    file: Arc<PublicFile>,
    memory: Arc<Memory>,
    mut request: Request,
) -> Response<Body> {
    let look = memory.look(&file);
    let looking = Arc::clone(&file);
    let Ok(Some(forms)) = spawn_blocking(move || looking.look()).await else {
        if let Some(look) = look {
            look.remove();
        }
        return not_found();
    };
    let coding = Coding::of_client(request.headers(), |it| forms.has(it));
    if let Some(look) = look
        // A part does not show that many requests need the file.
        && !request.headers().contains_key(RANGE)
        && let Some(loaded) = look.load(&file, forms).await
        && let Some(response) = loaded.respond(&request)
    {
        return response;
    }
    // `ServeDir` ignores `If-Range`, so that a client could combine parts of two versions. Without the range it receives the complete
    // file (RFC 9110, section 13.1.5). Nor does it support several ranges, for which the complete file is allowed, too.
    // A range concerns only GET (RFC 9110, section 14.2).
    let mut ranges = request.headers().get_all(RANGE).iter();
    if request.method() != Method::GET
        || request.headers().contains_key(IF_RANGE)
        || ranges.any(|range| range.as_bytes().contains(&b','))
    {
        request.headers_mut().remove(RANGE);
    }
    let response = serve(&file, coding, request).await;
    if response.status() == StatusCode::NOT_FOUND {
        // The file was removed meanwhile.
        return not_found();
    }
    response
}

fn not_found() -> Response<Body> {
    error_response(StatusCode::NOT_FOUND, ErrorCause::NoRoute)
}
