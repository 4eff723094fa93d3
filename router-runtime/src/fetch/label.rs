//! The name of a request in errors, logs and cache keys.

use axum::http::Method;
use reqwest::Url;
use std::{fmt, sync::Arc};

/// The maximum number of characters of a URL in a label.
const MAX_LENGTH: usize = 300;

/// A method and a URL without its secrets: `GET https://bank.example/rates`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestLabel(Arc<str>);

impl RequestLabel {
    /// Creates the label of a request without the query, the fragment and the credentials of its URL.
    pub(super) fn new(method: &Method, url: &Url) -> Self {
        let mut url = url.clone();
        url.set_query(None);
        url.set_fragment(None);
        // These fail for a URL without a host, which has no credentials.
        let _ = url.set_password(None);
        let _ = url.set_username("");
        Self::truncated(method, url.as_str())
    }

    /// Creates the label of a request whose URL is invalid.
    pub(super) fn of_invalid_url(method: &Method, text: &str) -> Self {
        let text = text.split(['?', '#']).next().unwrap_or_default();
        let text = text.rsplit('@').next().unwrap_or_default();
        Self::truncated(method, text)
    }

    fn truncated(method: &Method, url: &str) -> Self {
        let url = url.chars().filter(|letter| !letter.is_control());
        let url: String = url.take(MAX_LENGTH).collect();
        Self(format!("{method} {url}").into())
    }
}

impl fmt::Display for RequestLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
