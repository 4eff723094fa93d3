//! The path of the readiness, which comes before redirects, middleware and routes.

use crate::{
    errors::{ErrorCause, error_response},
    matching::{TrailingSlash, is_clean},
    routing::handler::empty,
    server::Readiness,
};
use axum::{
    body::Body,
    http::{HeaderValue, Method, Response, StatusCode, header::ALLOW},
    response::IntoResponse,
};

/// A path that responds with the readiness of the server.
#[derive(Clone, Debug)]
pub(crate) struct ReadinessPath {
    path: String,
    readiness: Readiness,
}

impl ReadinessPath {
    /// # Errors
    ///
    /// Returns an error if a client would have to escape the path.
    pub(crate) fn new(path: &str, readiness: Readiness) -> Result<Self, String> {
        let is_odd = |letter: char| !letter.is_ascii_graphic() || "%?#\\\"<>`{}".contains(letter);
        if !path.starts_with('/') || path.contains(is_odd) || !is_clean(path, TrailingSlash::Ignore)
        {
            return Err(format!(
                "readiness path `{path}`: expected a path that needs no escapes, such as `/ready`"
            ));
        }
        Ok(Self {
            path: path.to_owned(),
            readiness,
        })
    }

    /// Returns the response to a request for this path.
    pub(super) fn respond(&self, path: &str, method: &Method) -> Option<Response<Body>> {
        if path != self.path {
            return None;
        }
        let allow = HeaderValue::from_static("GET, HEAD, OPTIONS");
        let mut response = match *method {
            Method::GET => return Some(self.readiness.clone().into_response()),
            Method::HEAD => {
                let response = self.readiness.clone().into_response();
                return Some(response.map(|_| Body::empty()));
            }
            Method::OPTIONS => empty(StatusCode::NO_CONTENT),
            _ => error_response(StatusCode::METHOD_NOT_ALLOWED, ErrorCause::MethodNotAllowed),
        };
        response.headers_mut().insert(ALLOW, allow);
        Some(response)
    }
}
