//! The method, the path and the headers of a request, for the log of a failure and the response to it.

use super::options::ResponseOptions;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, Uri, header::ACCEPT, uri::PathAndQuery},
};
use std::{borrow::Cow, mem};

/// The method and the path of a request whose handler runs.
///
/// A handler may take its request, so both are copied for every request. The copy of the path shares the bytes of the request's target.
pub(crate) struct RequestLine {
    pub(super) method: Method,
    target: Option<PathAndQuery>,
    pub(super) client: Client,
}

impl RequestLine {
    #[inline]
    pub(super) fn of(request: &Request, client: Client) -> Self {
        Self {
            method: request.method().clone(),
            target: request.uri().path_and_query().cloned(),
            client,
        }
    }

    /// Copies the method, the path and the headers of a request that is about to be taken.
    pub(crate) fn of_taken(request: &Request) -> Self {
        Self::of(request, Client::Headers(request.headers().clone()))
    }

    pub(super) fn uri(&self) -> Uri {
        self.target.clone().map(Uri::from).unwrap_or_default()
    }

    pub(super) fn path(&self) -> &str {
        self.target.as_ref().map_or("", PathAndQuery::path)
    }
}

/// The headers of a request that the renderer of an error reads.
///
/// A handler that takes its request takes the headers too, so that the necessary ones are copied before. Otherwise nothing is copied or
/// looked at.
pub(crate) enum Client {
    /// `Accept` of a request that was taken.
    Accept(Option<HeaderValue>),
    /// All headers.
    Headers(HeaderMap),
}

impl Client {
    /// Takes the headers of a request that its handler did not take.
    #[inline]
    pub(super) fn of_remaining(request: &mut Request) -> Self {
        if request.headers().is_empty() {
            return Self::Accept(None);
        }
        Self::Headers(mem::take(request.headers_mut()))
    }

    /// Copies what is necessary of a request that is about to be taken: all headers for the function of `render_error`.
    pub(crate) fn of(request: &Request, options: Option<&ResponseOptions>) -> Self {
        if options.is_some_and(|options| options.render_error.is_some()) {
            return Self::Headers(request.headers().clone());
        }
        let mut values = request.headers().get_all(ACCEPT).iter();
        let first = values.next();
        match (first, values.next()) {
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(values);
                let all: Vec<_> = all.map(HeaderValue::as_bytes).collect();
                Self::Accept(HeaderValue::from_bytes(&all.join(&b","[..])).ok())
            }
            (first, _) => Self::Accept(first.cloned()),
        }
    }

    pub(super) fn headers(&self) -> Cow<'_, HeaderMap> {
        match self {
            Self::Accept(None) => Cow::Owned(HeaderMap::new()),
            Self::Accept(Some(accept)) => {
                Cow::Owned(HeaderMap::from_iter([(ACCEPT, accept.clone())]))
            }
            Self::Headers(headers) => Cow::Borrowed(headers),
        }
    }
}
