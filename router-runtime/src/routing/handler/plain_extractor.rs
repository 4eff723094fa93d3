//! Extractors that do not depend on axum's Router.

use crate::{extract, metadata::SitemapId, observe::RequestId};
use axum::{
    body::Bytes,
    extract::{
        ConnectInfo, Extension, Form, Json, MatchedPath, OriginalUri, Query, RawForm, RawQuery,
        State,
    },
    http::{HeaderMap, Method, Uri, Version},
};

/// Marks an extractor that does not need axum's Router: it reads no path parameters, and `MatchedPath` only if it says so.
///
/// `service()` calls handlers whose arguments are all marked without passing the request through an axum Router. An extractor that
/// is not marked works too, a little slower. Mark your own with one line:
///
/// ```
/// use axum::{extract::FromRequestParts, http::request::Parts};
/// use router_runtime::PlainExtractor;
///
/// struct UserAgent(Option<String>);
///
/// impl PlainExtractor for UserAgent {}
///
/// impl<S: Sync> FromRequestParts<S> for UserAgent {
///     type Rejection = std::convert::Infallible;
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
///         let header = parts.headers.get("user-agent");
///         Ok(Self(header.and_then(|value| value.to_str().ok()).map(str::to_owned)))
///     }
/// }
/// ```
///
/// One that reads `MatchedPath` sets the constant:
///
/// ```
/// use axum::{extract::{FromRequestParts, MatchedPath}, http::request::Parts};
/// use router_runtime::PlainExtractor;
///
/// struct Label(String);
///
/// impl PlainExtractor for Label {
///     const READS_MATCHED_PATH: bool = true;
/// }
///
/// impl<S: Send + Sync> FromRequestParts<S> for Label {
///     type Rejection = <MatchedPath as FromRequestParts<S>>::Rejection;
///
///     async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
///         let path = MatchedPath::from_request_parts(parts, state).await?;
///         Ok(Self(format!("{} {}", parts.method, path.as_str())))
///     }
/// }
/// ```
///
/// The compiler cannot check the promise. A marked extractor that does read path parameters, or `MatchedPath` without the constant,
/// works through `router()`, and is rejected through `service()`, where nothing has inserted them.
pub trait PlainExtractor {
    /// `true` if the extractor reads `MatchedPath`. The path parameters are missing all the same.
    const READS_MATCHED_PATH: bool = false;
}

macro_rules! plain {
    ($($name:ident $(<$T:ident>)?;)*) => { $(impl $(<$T>)? PlainExtractor for $name $(<$T>)? {})* };
}

plain! {
    Bytes;
    ConnectInfo<T>;
    Extension<T>;
    Form<T>;
    HeaderMap;
    Json<T>;
    Method;
    OriginalUri;
    Query<T>;
    RawForm;
    RawQuery;
    RequestId;
    SitemapId<T>;
    State<T>;
    String;
    Uri;
    Version;
}

#[cfg(feature = "multipart")]
impl PlainExtractor for axum::extract::Multipart {}
#[cfg(feature = "multipart")]
impl PlainExtractor for extract::FormData {}
impl PlainExtractor for extract::Children {}
impl<T> PlainExtractor for extract::Form<T> {}
impl<T> PlainExtractor for extract::Query<T> {}
impl PlainExtractor for () {}

impl PlainExtractor for MatchedPath {
    const READS_MATCHED_PATH: bool = true;
}

impl<T: PlainExtractor> PlainExtractor for Option<T> {
    const READS_MATCHED_PATH: bool = T::READS_MATCHED_PATH;
}

impl<T: PlainExtractor, E> PlainExtractor for Result<T, E> {
    const READS_MATCHED_PATH: bool = T::READS_MATCHED_PATH;
}
