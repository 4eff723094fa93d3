//! URL-encoded pairs whose repeated names are lists.

use axum::{
    body::Body,
    extract::{
        Form, FromRequest, Query, Request,
        rejection::{FormRejection, QueryRejection},
    },
    http::{HeaderValue, Method, Uri, header},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};

/// The longest reason of a rejection. It may quote a whole value of the client.
const MAX_REASON: usize = 4096;

/// Deserializes pairs. Values of a repeated name are a list.
///
/// # Errors
///
/// Returns the reason, in the words of axum, if the pairs do not fit the type.
pub(super) fn read<T: DeserializeOwned>(pairs: &[u8]) -> Result<T, String> {
    serde_path_to_error::deserialize(serde_html_form::Deserializer::from_bytes(pairs)).map_err(
        |error| match error.inner().to_string().as_str() {
            // Several values for a field that is not a list.
            "unsupported value" => format!("duplicate field `{}`", error.path()),
            _ => error.to_string(),
        },
    )
}

/// Returns the rejection that axum's `Query` gives for this reason.
pub(super) fn query_rejection(reason: &str) -> QueryRejection {
    match Query::<Rejected>::try_from_uri(&uri_of(&escaped(reason))) {
        Err(rejection) => rejection,
        Ok(Query(never)) => match never {},
    }
}

/// Returns the rejection that axum's `Form` gives for this reason: 400 for a query, 422 for a body.
pub(super) async fn form_rejection(method: Method, reason: &str) -> FormRejection {
    let reason = escaped(reason);
    let mut request = Request::new(Body::empty());
    *request.method_mut() = method;
    *request.uri_mut() = uri_of(&reason);
    let urlencoded = HeaderValue::from_static("application/x-www-form-urlencoded");
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, urlencoded);
    *request.body_mut() = reason.into();
    match Form::<Rejected>::from_request(request, &()).await {
        Err(rejection) => rejection,
        Ok(Form(never)) => match never {},
    }
}

/// A reason as the only name of URL-encoded pairs.
fn escaped(reason: &str) -> String {
    let end = reason
        .char_indices()
        .map(|(at, char)| at + char.len_utf8())
        .take_while(|end| *end <= MAX_REASON)
        .last()
        .unwrap_or(0);
    utf8_percent_encode(&reason[..end], NON_ALPHANUMERIC).to_string()
}

fn uri_of(pairs: &str) -> Uri {
    format!("/?{pairs}").parse().unwrap_or_default()
}

/// A value that never exists: its deserialization fails with the name of the first pair. axum's rejections can be created by axum
/// only.
enum Rejected {}

impl<'de> Deserialize<'de> for Rejected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = Vec::<(String, String)>::deserialize(deserializer)?;
        let reason = pairs.into_iter().next().map(|(name, _)| name);
        Err(D::Error::custom(reason.unwrap_or_default()))
    }
}
