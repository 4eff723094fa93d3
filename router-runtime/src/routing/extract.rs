//! How one argument of a handler is read.

use super::{call::Call, signature::Argument};
use crate::{
    cache::Cache,
    data::DataCache,
    extract::{
        self, After, Cookies,
        params::{ParamValues, RouteParams, Style},
        path::read,
    },
    metadata::SitemapId,
};
use axum::{
    body::Bytes,
    extract::{
        ConnectInfo, Extension, Form, FromRequest, FromRequestParts, Json, MatchedPath, NestedPath,
        OriginalUri, Query, RawForm, RawPathParams, RawQuery, Request, State,
    },
    http::{HeaderMap, Method, Uri, Version},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use std::{
    future::Future,
    mem,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

/// An extractor that reads nothing which only axum's Router can give: no `MatchedPath`, no path parameters.
///
/// `service()` answers handlers whose arguments are all marked without an axum Router in the way. An extractor that is not marked
/// works just as well, a little slower. Mark your own with one line:
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
pub trait PlainExtractor {}

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
impl PlainExtractor for () {}
impl<T: PlainExtractor> PlainExtractor for Option<T> {}
impl<T: PlainExtractor, E> PlainExtractor for Result<T, E> {}

/// The argument is read from the path.
#[derive(Debug)]
pub struct ByPath;

/// The argument is the `Params` of a folder.
#[derive(Debug)]
pub struct ByParams;

/// The argument is the application's cache, or the data in it: its own, or what it fetches.
#[derive(Debug)]
pub struct ByCache;

/// The argument is the pattern that axum's Router matched.
#[derive(Debug)]
pub struct ByMatch;

/// The argument is one of axum's own that read what only its Router puts into a request.
#[derive(Debug)]
pub struct ByAxum;

/// The argument works on the answer: `Cookies`, `After`.
#[derive(Debug)]
pub struct ByEffects;

/// The argument is read from the request as it is.
#[derive(Debug)]
pub struct ByRequest;

/// The argument may read what only axum's Router puts into a request.
#[derive(Debug)]
pub struct ByRouter;

/// Tags the type of an argument. Method resolution asks the type behind the most references first: `Params`, then types that it knows
/// by name, then types that are marked, then all others.
pub trait Tag {
    /// How such an argument is read.
    type Way;
    /// The tag.
    fn tag(&self) -> Self::Way;
}

macro_rules! tag {
    ($way:ident: $([$($generics:tt)*] $argument:ty),*) => {
        $(
            impl<$($generics)*> Tag for $argument {
                type Way = $way;
                fn tag(&self) -> $way {
                    $way
                }
            }
        )*
    };
}

tag!(ByParams: [T: RouteParams] &&&Argument<T>);
tag!(ByPath: [T] &&Argument<extract::Path<T>>, [T] &&Argument<axum::extract::Path<T>>);
tag!(ByCache: [] &&Argument<Cache>, [] &&Argument<DataCache>);
#[cfg(feature = "fetch")]
tag!(ByCache: [] &&Argument<crate::fetch::Fetch>);
tag!(ByEffects: [] &&Argument<After>, [] &&Argument<Cookies>);
#[cfg(feature = "cookie-private")]
tag!(ByEffects: [] &&Argument<extract::PrivateCookies>);
#[cfg(feature = "cookie-signed")]
tag!(ByEffects: [] &&Argument<extract::SignedCookies>);
tag!(ByMatch: [] &&Argument<MatchedPath>);
tag!(ByAxum: [] &&Argument<NestedPath>, [] &&Argument<RawPathParams>);
tag!(ByRequest: [T: PlainExtractor] &Argument<T>);
tag!(ByRouter: [T] Argument<T>);

/// What is known of an argument before the handler's future is made.
#[derive(Debug)]
pub enum Early<T> {
    /// It is read.
    Value(T),
    /// It cannot be read: the answer, once its turn comes. In a box, because every handler's future has room for it.
    Rejection(Box<Response>),
    /// It is read in the future.
    Later,
}

impl<T> Early<T> {
    /// What is known once an axum Router has seen the request.
    fn fed<S>(call: &mut Call<'_, S>, read: impl FnOnce(&mut Call<'_, S>) -> Self) -> Self {
        match call.feed() {
            Ok(()) => read(call),
            Err(response) => Self::Rejection(response),
        }
    }
}

/// How an argument of type `T` is read; implemented by the tags.
pub trait Way<S, T> {
    /// Whether it may work on the answer.
    const HAS_EFFECTS: bool = false;

    /// What can be known before the future is made.
    fn early(call: &mut Call<'_, S>) -> Early<T>;
}

impl<S, T> Way<S, T> for ByRequest {
    fn early(_: &mut Call<'_, S>) -> Early<T> {
        Early::Later
    }
}

impl<S, T> Way<S, T> for ByAxum {
    fn early(call: &mut Call<'_, S>) -> Early<T> {
        Early::fed(call, |_| Early::Later)
    }
}

impl<S> Way<S, MatchedPath> for ByMatch {
    fn early(call: &mut Call<'_, S>) -> Early<MatchedPath> {
        if !call.through_router
            && let Some(matched) = call.matched_path()
            && !call.is_nested()
        {
            return Early::Value(matched.clone());
        }
        Early::fed(call, |call| {
            let matched = call.request().extensions().get::<MatchedPath>();
            matched.cloned().map_or(Early::Later, Early::Value)
        })
    }
}

impl<S> Way<S, Cache> for ByCache {
    fn early(call: &mut Call<'_, S>) -> Early<Cache> {
        Early::Value(Cache::new(Arc::clone(&call.app.cache)))
    }
}

impl<S> Way<S, DataCache> for ByCache {
    fn early(call: &mut Call<'_, S>) -> Early<DataCache> {
        Early::Value(call.data())
    }
}

#[cfg(feature = "fetch")]
impl<S> Way<S, crate::fetch::Fetch> for ByCache {
    fn early(call: &mut Call<'_, S>) -> Early<crate::fetch::Fetch> {
        Early::Value(call.fetch())
    }
}

impl<S, T> Way<S, T> for ByEffects {
    const HAS_EFFECTS: bool = true;

    fn early(call: &mut Call<'_, S>) -> Early<T> {
        call.ensure_effects();
        Early::Later
    }
}

impl<S: Send + Sync + 'static, T> Way<S, T> for ByRouter {
    const HAS_EFFECTS: bool = true;

    fn early(call: &mut Call<'_, S>) -> Early<T> {
        Early::fed(call, |call| {
            call.insert_context();
            Early::Later
        })
    }
}

impl<S, T: DeserializeOwned> Way<S, extract::Path<T>> for ByPath {
    fn early(call: &mut Call<'_, S>) -> Early<extract::Path<T>> {
        let (path, segments) = call.parameters();
        match read(path, segments, Style::Next) {
            Ok(value) => Early::Value(extract::Path(value)),
            Err(rejection) => Early::Rejection(Box::new(rejection.into_response())),
        }
    }
}

impl<S, T: DeserializeOwned + Send> Way<S, axum::extract::Path<T>> for ByPath {
    fn early(call: &mut Call<'_, S>) -> Early<axum::extract::Path<T>> {
        // A Router around this service may have parameters of its own.
        if !(call.through_router || call.is_nested() || call.is_unrolled()) {
            let (path, segments) = call.parameters();
            if let Ok(value) = read(path, segments, Style::Axum) {
                return Early::Value(axum::extract::Path(value));
            }
        }
        Early::fed(call, |call| axum_path(call.request()))
    }
}

/// axum has the parameters ready, those of a Router around this one included, and reads them without waiting: it need not be asked
/// by a future that holds the whole request.
fn axum_path<T: DeserializeOwned + Send>(request: &mut Request) -> Early<axum::extract::Path<T>> {
    let (mut parts, ()) = Request::new(()).into_parts();
    mem::swap(&mut parts.extensions, request.extensions_mut());
    let read = pin!(axum::extract::Path::from_request_parts(&mut parts, &()))
        .poll(&mut Context::from_waker(Waker::noop()));
    mem::swap(&mut parts.extensions, request.extensions_mut());
    match read {
        Poll::Ready(Ok(value)) => Early::Value(value),
        Poll::Ready(Err(rejection)) => Early::Rejection(Box::new(rejection.into_response())),
        Poll::Pending => Early::Later,
    }
}

impl<S, T: RouteParams> Way<S, T> for ByParams {
    fn early(call: &mut Call<'_, S>) -> Early<T> {
        let (path, segments) = call.parameters();
        let mut values = ParamValues::new(path, segments);
        match T::read(&mut values) {
            Ok(value) => Early::Value(value),
            Err(rejection) => Early::Rejection(Box::new(rejection.into_response())),
        }
    }
}

/// An argument that is not the last. `H` is the handler, for the message.
#[diagnostic::on_unimplemented(
    message = "a route handler takes `{Self}`, which is not an extractor of request parts: `{H}`",
    label = "not an extractor of request parts",
    note = "every argument but the last implements `FromRequestParts`; what reads the body (`Json`, `Form`, `Bytes`, `String`, `Request`) comes last",
    note = "`State<T>` takes the type in `routes!(…, state = T)`, here `{S}`, or one that implements `FromRef<{S}>`"
)]
pub trait PartsArgument<S, H>: FromRequestParts<S> {}

#[diagnostic::do_not_recommend]
impl<T: FromRequestParts<S>, S, H> PartsArgument<S, H> for T {}

/// The last argument, which may read the body. `M` tells `FromRequestParts` from `FromRequest`; `H` is the handler, for the message.
#[diagnostic::on_unimplemented(
    message = "a route handler takes `{Self}`, which is not an extractor: `{H}`",
    label = "not an extractor",
    note = "the last argument implements `FromRequest` or `FromRequestParts`",
    note = "`State<T>` takes the type in `routes!(…, state = T)`, here `{S}`, or one that implements `FromRef<{S}>`"
)]
pub trait LastArgument<S, M, H>: FromRequest<S, M> {}

#[diagnostic::do_not_recommend]
impl<T: FromRequest<S, M>, S, M, H> LastArgument<S, M, H> for T {}
