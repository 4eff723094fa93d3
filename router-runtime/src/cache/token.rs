//! The secret for on-demand revalidation over HTTP.

use axum::http::HeaderMap;
use std::{fmt, sync::Arc};
use subtle::ConstantTimeEq;

/// The request header with the token, as in Next.js.
const TOKEN_HEADER: &str = "x-prerender-revalidate";
/// The minimum length in bytes: 128 bits.
const MIN_TOKEN: usize = 16;

/// The secret with which a request can regenerate a response.
#[derive(Clone)]
pub(crate) struct OnDemandToken(Arc<[u8]>);

impl fmt::Debug for OnDemandToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnDemandToken")
    }
}

impl OnDemandToken {
    pub(super) fn new(secret: &str) -> Self {
        Self(secret.as_bytes().into())
    }

    pub(super) fn is_long_enough(&self) -> bool {
        self.0.len() >= MIN_TOKEN
    }

    /// Returns `true` if a request has the token. The comparison takes constant time for a given length.
    pub(crate) fn is_in(&self, request: &HeaderMap) -> bool {
        request
            .get(TOKEN_HEADER)
            .is_some_and(|value| value.as_bytes().ct_eq(&self.0).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_24_only_the_whole_token_counts() {
        let token = OnDemandToken::new("0123456789abcdef");
        for (value, expected) in [
            (Some("0123456789abcdef"), true),
            (Some("0123456789abcdeF"), false),
            (Some("0123456789abcde"), false),
            (Some(""), false),
            (None, false),
        ] {
            let mut request = HeaderMap::new();
            if let Some(value) = value {
                request.insert(TOKEN_HEADER, value.parse().unwrap());
            }
            assert_eq!(token.is_in(&request), expected, "{value:?}");
        }
        assert_eq!(format!("{token:?}"), "OnDemandToken");
    }
}
