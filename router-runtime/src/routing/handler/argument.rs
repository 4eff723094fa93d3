//! The source of a handler's argument.
//!
//! Generated code calls each handler. Only the number of arguments is known from parsing. The source of an argument follows from its
//! type, by method resolution on `&&&&Argument<T>`, so that aliases and re-exports work:
//!
//! | source | argument | read from |
//! |---|---|---|
//! | [`FromParams`] | the folder's `Params` | the path, before the future is boxed |
//! | [`FromPath`] | `Path<T>`, the prelude's or axum's | the path, before the future is boxed |
//! | [`FromCache`] | `Cache`, `CacheEntry`, `DataCache`, `Fetch` | the application, the run for the cache |
//! | [`FromChildren`] | `Children` | the call of a layout |
//! | [`FromClient`] | `ClientIp`, `Origin` | the request and the trusted proxies of the application |
//! | [`FromMatchedPath`] | axum's `MatchedPath` | the route's axum Router, once |
//! | [`FromEffects`] | `Cookies`, `After` | the request; the response effects are applied to the response |
//! | [`FromKeyedEffects`] | `SignedCookies`, `PrivateCookies` | the same, and the state |
//! | [`FromPlain`] | types marked [`PlainExtractor`] | the request |
//! | [`FromAxum`] | axum's other extractors that need its Router | a request that passed an axum Router |
//! | [`FromRouter`] | every other extractor | a request that passed an axum Router, with the request context |

use super::{AxumExtensions, Call, PlainExtractor, signature::Argument};
use crate::{
    cache::{Cache, CacheEntry},
    client::{Origin, client_ip, origin},
    data::DataCache,
    extract::{
        self, After, Children, ClientIp, ClientRejection, Cookies, UncachedRejection,
        params::{ParamValues, RouteParams, Style, read, read_argument},
    },
    respond::rejection_response,
};
use axum::{
    extract::{FromRequest, FromRequestParts, MatchedPath, NestedPath, RawPathParams, Request},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use std::{
    future::Future,
    mem,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// The argument is read from the path.
#[derive(Debug)]
pub struct FromPath;

/// The argument is the `Params` of a folder.
#[derive(Debug)]
pub struct FromParams;

/// The argument is the application's cache, its data cache, or its HTTP client.
#[derive(Debug)]
pub struct FromCache;

/// The argument is the HTML inside a layout.
#[derive(Debug)]
pub struct FromChildren;

/// The argument is what is known about the client: `ClientIp`, `Origin`.
#[derive(Debug)]
pub struct FromClient;

/// The argument is the pattern that axum's Router matched.
#[derive(Debug)]
pub struct FromMatchedPath;

/// The argument is one of axum's extractors that read extensions of its Router.
#[derive(Debug)]
pub struct FromAxum;

/// The argument changes the response: `Cookies`, `After`.
#[derive(Debug)]
pub struct FromEffects;

/// The argument changes the response, and needs a key of the state.
#[cfg(any(feature = "cookie-private", feature = "cookie-signed"))]
#[derive(Debug)]
pub struct FromKeyedEffects;

/// The argument is read from the unchanged request.
#[derive(Debug)]
pub struct FromPlain;

/// The argument may read extensions of axum's Router.
#[derive(Debug)]
pub struct FromRouter;

/// Classifies the type of an argument. Method resolution tries the implementation behind the most references first: `Params`, then
/// types known by name, then marked types, then all others.
pub trait Classify {
    /// The source of such an argument.
    type Source;
    /// Returns the source.
    fn source(&self) -> Self::Source;
}

macro_rules! classify {
    ($source:ident: $([$($generics:tt)*] $argument:ty),*) => {
        $(
            impl<$($generics)*> Classify for $argument {
                type Source = $source;
                fn source(&self) -> $source {
                    $source
                }
            }
        )*
    };
}

classify!(FromParams: [T: RouteParams] &&&Argument<T>);
classify!(FromPath: [T] &&Argument<extract::Path<T>>, [T] &&Argument<axum::extract::Path<T>>);
classify!(FromCache: [] &&Argument<Cache>, [] &&Argument<CacheEntry>, [] &&Argument<DataCache>);
#[cfg(feature = "fetch")]
classify!(FromCache: [] &&Argument<crate::fetch::Fetch>);
classify!(FromEffects: [] &&Argument<After>, [] &&Argument<Cookies>);
#[cfg(feature = "cookie-private")]
classify!(FromKeyedEffects: [] &&Argument<extract::PrivateCookies>);
#[cfg(feature = "cookie-signed")]
classify!(FromKeyedEffects: [] &&Argument<extract::SignedCookies>);
classify!(FromChildren: [] &&Argument<Children>);
classify!(FromClient: [] &&Argument<ClientIp>, [] &&Argument<Origin>);
classify!(FromMatchedPath: [] &&Argument<MatchedPath>);
classify!(FromAxum: [] &&Argument<NestedPath>, [] &&Argument<RawPathParams>);
classify!(FromPlain: [T: PlainExtractor] &Argument<T>);
classify!(FromRouter: [T] Argument<T>);

/// The result of reading an argument before the handler's future is created.
#[derive(Debug)]
pub enum Extracted<T> {
    /// The argument.
    Ready(T),
    /// The response of an extractor that failed, sent once the arguments before it are read. Boxed, because every handler's future
    /// has room for it.
    Rejected(Box<Response>),
    /// The future reads the argument.
    Deferred,
}

impl<T> Extracted<T> {
    fn from_result<E: IntoResponse + 'static>(result: Result<T, E>) -> Self {
        match result {
            Ok(value) => Self::Ready(value),
            Err(rejection) => Self::Rejected(Box::new(rejection_response(rejection))),
        }
    }

    /// Reads an argument from a request that passed an axum Router.
    fn through_axum<S>(
        call: &mut Call<'_, S>,
        read: impl FnOnce(&mut Call<'_, S>) -> Self,
    ) -> Self {
        match call.ensure_axum_extensions() {
            Ok(()) => read(call),
            Err(response) => Self::Rejected(response),
        }
    }
}

/// The source of an argument of type `T`.
pub trait Source<S, T> {
    /// `true` if the argument may change the response.
    const HAS_EFFECTS: bool = false;

    /// Reads the argument, if that is possible before the future is created.
    fn extract(call: &mut Call<'_, S>) -> Extracted<T>;
}

impl<S, T: PlainExtractor> Source<S, T> for FromPlain {
    fn extract(call: &mut Call<'_, S>) -> Extracted<T> {
        if T::READS_MATCHED_PATH
            && let Err(response) = call.ensure_matched_path()
        {
            return Extracted::Rejected(response);
        }
        Extracted::Deferred
    }
}

impl<S, T> Source<S, T> for FromAxum {
    fn extract(call: &mut Call<'_, S>) -> Extracted<T> {
        Extracted::through_axum(call, |_| Extracted::Deferred)
    }
}

impl<S> Source<S, MatchedPath> for FromMatchedPath {
    fn extract(call: &mut Call<'_, S>) -> Extracted<MatchedPath> {
        let present = |call: &mut Call<'_, S>| {
            let matched = call.request().extensions().get::<MatchedPath>();
            matched
                .cloned()
                .map_or(Extracted::Deferred, Extracted::Ready)
        };
        if call.axum_extensions() != AxumExtensions::Missing {
            return present(call);
        }
        if call.has_only_own_parameters()
            && let Some(matched) = call.shared().axum_bridge.matched_path(call.route())
        {
            return Extracted::Ready(matched.clone());
        }
        Extracted::through_axum(call, present)
    }
}

impl<S> Source<S, Cache> for FromCache {
    fn extract(call: &mut Call<'_, S>) -> Extracted<Cache> {
        Extracted::Ready(call.shared().cache_handle())
    }
}

impl<S> Source<S, CacheEntry> for FromCache {
    fn extract(call: &mut Call<'_, S>) -> Extracted<CacheEntry> {
        let entry = call.request().extensions().get().cloned();
        Extracted::from_result(entry.ok_or(UncachedRejection(())))
    }
}

impl<S> Source<S, DataCache> for FromCache {
    fn extract(call: &mut Call<'_, S>) -> Extracted<DataCache> {
        Extracted::Ready(call.data())
    }
}

impl<S> Source<S, Children> for FromChildren {
    fn extract(call: &mut Call<'_, S>) -> Extracted<Children> {
        call.children()
            .map_or(Extracted::Deferred, Extracted::Ready)
    }
}

impl<S> Source<S, ClientIp> for FromClient {
    fn extract(call: &mut Call<'_, S>) -> Extracted<ClientIp> {
        let ip = call.of_client(client_ip).map(ClientIp);
        Extracted::from_result(ip.ok_or(ClientRejection::UnknownAddress))
    }
}

impl<S> Source<S, Origin> for FromClient {
    fn extract(call: &mut Call<'_, S>) -> Extracted<Origin> {
        let origin = call.of_client(origin);
        Extracted::from_result(origin.ok_or(ClientRejection::MissingHost))
    }
}

#[cfg(feature = "fetch")]
impl<S> Source<S, crate::fetch::Fetch> for FromCache {
    fn extract(call: &mut Call<'_, S>) -> Extracted<crate::fetch::Fetch> {
        Extracted::Ready(call.fetch())
    }
}

impl<S> Source<S, Cookies> for FromEffects {
    const HAS_EFFECTS: bool = true;

    fn extract(call: &mut Call<'_, S>) -> Extracted<Cookies> {
        Extracted::Ready(Cookies::new(call.effects_of_argument()))
    }
}

impl<S> Source<S, After> for FromEffects {
    const HAS_EFFECTS: bool = true;

    fn extract(call: &mut Call<'_, S>) -> Extracted<After> {
        Extracted::Ready(After::new(call.effects_of_argument()))
    }
}

#[cfg(any(feature = "cookie-private", feature = "cookie-signed"))]
impl<S, T> Source<S, T> for FromKeyedEffects {
    const HAS_EFFECTS: bool = true;

    fn extract(call: &mut Call<'_, S>) -> Extracted<T> {
        call.ensure_effects();
        Extracted::Deferred
    }
}

impl<S: Send + Sync + 'static, T> Source<S, T> for FromRouter {
    const HAS_EFFECTS: bool = true;

    fn extract(call: &mut Call<'_, S>) -> Extracted<T> {
        Extracted::through_axum(call, |call| {
            call.insert_context();
            Extracted::Deferred
        })
    }
}

impl<S, T: DeserializeOwned + 'static> Source<S, extract::Path<T>> for FromPath {
    fn extract(call: &mut Call<'_, S>) -> Extracted<extract::Path<T>> {
        let (path, segments) = call.parameters();
        Extracted::from_result(read_argument(path, segments).map(extract::Path))
    }
}

impl<S, T: DeserializeOwned + Send> Source<S, axum::extract::Path<T>> for FromPath {
    fn extract(call: &mut Call<'_, S>) -> Extracted<axum::extract::Path<T>> {
        // A Router around this service may have further parameters.
        if call.has_only_own_parameters() {
            let (path, segments) = call.parameters();
            if let Ok(value) = read(path, segments, Style::Axum) {
                return Extracted::Ready(axum::extract::Path(value));
            }
        }
        Extracted::through_axum(call, |call| axum_path(call.request()))
    }
}

/// Reads axum's path parameters, including those of an outer Router. They are in the extensions, so that the extractor is ready at
/// once and need not be polled by a future that holds the whole request.
fn axum_path<T: DeserializeOwned + Send>(
    request: &mut Request,
) -> Extracted<axum::extract::Path<T>> {
    let (mut parts, ()) = Request::new(()).into_parts();
    mem::swap(&mut parts.extensions, request.extensions_mut());
    let read = pin!(axum::extract::Path::from_request_parts(&mut parts, &()))
        .poll(&mut Context::from_waker(Waker::noop()));
    mem::swap(&mut parts.extensions, request.extensions_mut());
    match read {
        Poll::Ready(result) => Extracted::from_result(result),
        Poll::Pending => Extracted::Deferred,
    }
}

impl<S, T: RouteParams> Source<S, T> for FromParams {
    fn extract(call: &mut Call<'_, S>) -> Extracted<T> {
        let (path, segments) = call.parameters();
        let mut values = ParamValues::new(path, segments);
        Extracted::from_result(T::read(&mut values))
    }
}

/// An argument before the last one. `H` is the handler, for the error message.
#[diagnostic::on_unimplemented(
    message = "[R0309] expected an extractor of request parts, found `{Self}` in the handler `{H}`",
    label = "not an extractor of request parts",
    note = "every argument but the last must implement `FromRequestParts`; an extractor of the body (`Json`, `Form`, `Bytes`, `String`, `Request`) comes last",
    note = "`State<T>` extracts the type in `routes!(…, state = T)`, here `{S}`, or a type that implements `FromRef<{S}>`",
    note = "`Json<T>` is an extractor where `T: Deserialize`, and a response where `T: Serialize`",
    note = "`#[axum::debug_handler]` above the handler, with axum's feature `macros`, marks the type in its file"
)]
pub trait PartsArgument<S, H>: FromRequestParts<S> {}

#[diagnostic::do_not_recommend]
impl<T: FromRequestParts<S>, S, H> PartsArgument<S, H> for T {}

/// The last argument, which may read the body. `M` distinguishes `FromRequestParts` from `FromRequest`. `H` is the handler, for the
/// error message.
#[diagnostic::on_unimplemented(
    message = "[R0308] expected an extractor, found `{Self}` in the handler `{H}`",
    label = "not an extractor",
    note = "the last argument must implement `FromRequest` or `FromRequestParts`",
    note = "`State<T>` extracts the type in `routes!(…, state = T)`, here `{S}`, or a type that implements `FromRef<{S}>`",
    note = "`Json<T>` is an extractor where `T: Deserialize`, and a response where `T: Serialize`",
    note = "`#[axum::debug_handler]` above the handler, with axum's feature `macros`, marks the type in its file"
)]
pub trait LastArgument<S, M, H>: FromRequest<S, M> {}

#[diagnostic::do_not_recommend]
impl<T: FromRequest<S, M>, S, M, H> LastArgument<S, M, H> for T {}
