//! One call of a handler: its arguments read from the request, its answer made a response.
//!
//! Generated code holds one function per handler. Only the number of arguments comes from parsing; how each argument is read
//! comes from its type, by a tag that method resolution picks on `&&&&Argument<T>` (so aliases and re-exports work):
//!
//! | tag | argument | read from |
//! |---|---|---|
//! | [`ByParams`] | the folder's `Params` | the path, before the future is boxed |
//! | [`ByPath`] | `Path<T>`, the prelude's or axum's | the same |
//! | [`ByCache`], [`ByData`] | `Cache`, `Data` | the application |
//! | [`ByRequest`] | types marked [`PlainExtractor`] | the request |
//! | [`ByRouter`] | every other extractor | a request that went through an axum Router |

use super::{
    app::App,
    extract::{Early, LastArgument, PartsArgument, Way},
    signature::{AnswerKind, HandlerOutput, ReexportedHandler},
};
use crate::{cache::Gathered, data::Data, matching::Segment, request::PathSegments};
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use std::{fmt, future::Future, pin::Pin, sync::Arc};

/// A running handler.
pub type HandlerFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The generated function of one handler.
pub type Handler<S> = fn(Call<S>) -> HandlerFuture;

/// A request on its way to a handler.
pub struct Call<S> {
    pub(super) request: Request,
    pub(super) app: Arc<App<S>>,
    /// The matched route; `None` for the handler of `not-found.rs`.
    pub(super) route: Option<usize>,
    /// Whether the request came through an axum Router and carries what only that can give.
    pub(super) through_router: bool,
}

impl<S> Call<S> {
    #[inline]
    pub(super) fn new(
        request: Request,
        app: &Arc<App<S>>,
        route: Option<usize>,
        through_router: bool,
    ) -> Self {
        Self {
            request,
            app: Arc::clone(app),
            route,
            through_router,
        }
    }

    /// The matched pattern.
    pub(super) fn segments(&self) -> &'static [Segment] {
        self.route
            .map_or(&[], |route| self.app.places[route].segments())
    }

    /// The data of the application, for the answer to this request.
    pub(super) fn data(&self) -> Data {
        let gathered = self.request.extensions().get::<Gathered>();
        Data::new(Arc::clone(&self.app.cache), gathered.cloned())
    }

    /// Lets extractors inside of extractors find the prelude's `Path`, the cache and the data.
    pub(super) fn offer_path(&mut self) {
        let segments = self.segments();
        let cache = self.app.cache_handle();
        let data = self.data();
        let extensions = self.request.extensions_mut();
        extensions.insert(PathSegments(segments));
        extensions.insert(cache);
        extensions.insert(data);
    }
}

impl<S> fmt::Debug for Call<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// Calls a handler without arguments.
pub fn call0<S, H, R, K>(_call: Call<S>, handler: H, _kind: K) -> HandlerFuture
where
    H: FnOnce() -> R + Send + 'static,
    R: AnswerKind<K>,
    R::Future: Send,
    R::Output: HandlerOutput<H>,
{
    Box::pin(async move { handler().into_future().await.into_response() })
}

/// Calls a handler whose arguments cannot be counted because it is re-exported: as axum would.
pub fn call_reexport<S, H, T>(mut call: Call<S>, handler: H) -> HandlerFuture
where
    S: Clone + Send + Sync + 'static,
    H: ReexportedHandler<T, S>,
{
    if !call.through_router {
        return call.through_router();
    }
    call.offer_path();
    let Call { request, app, .. } = call;
    let state = app.state.clone();
    Box::pin(handler.call(request, state))
}

macro_rules! call_with_arguments {
    ($call:ident: [$($A:ident $a:ident $T:ident),*] $L:ident $l:ident $U:ident) => {
        /// Calls a handler with this many arguments.
        #[allow(clippy::too_many_arguments, reason = "an argument here for each of the handler's")]
        pub fn $call<S, H, R, K, M, $($A, $T,)* $L, $U>(
            mut call: Call<S>,
            handler: H,
            _kind: K,
            $(_: $T,)*
            _: $U,
        ) -> HandlerFuture
        where
            S: Clone + Send + Sync + 'static,
            H: FnOnce($($A,)* $L) -> R + Send + 'static,
            R: AnswerKind<K>,
            R::Future: Send,
            R::Output: HandlerOutput<H>,
            $($A: PartsArgument<S, H> + Send + 'static, $T: Way<S, $A>,)*
            $L: LastArgument<S, M, H> + Send + 'static, $U: Way<S, $L>,
        {
            $(
                let $a = match $T::early(&mut call) {
                    Early::NeedsRouter => return call.through_router(),
                    early => early,
                };
            )*
            let $l = match $U::early(&mut call) {
                Early::NeedsRouter => return call.through_router(),
                early => early,
            };
            match ($($a,)* $l,) {
                // Nothing is left to be read: the future need not hold the request.
                ($(Early::Value($a),)* Early::Value($l),)
                    if const { $($T::FROM_PATH &&)* $U::FROM_PATH } =>
                {
                    drop(call);
                    Box::pin(async move { handler($($a,)* $l).into_future().await.into_response() })
                }
                ($($a,)* $l,) => Box::pin(async move {
                    let Call { request, app, .. } = call;
                    #[allow(
                        unused_mut,
                        reason = "a single argument takes the request, not its parts"
                    )]
                    let (mut parts, body) = request.into_parts();
                    let state = &app.state;
                    $(
                        let $a = match $a {
                            Early::Value(value) => value,
                            Early::Rejection(response) => return response,
                            _ => match $A::from_request_parts(&mut parts, state).await {
                                Ok(value) => value,
                                Err(rejection) => return rejection.into_response(),
                            },
                        };
                    )*
                    let $l = match $l {
                        Early::Value(value) => value,
                        Early::Rejection(response) => return response,
                        _ => match $L::from_request(Request::from_parts(parts, body), state).await {
                            Ok(value) => value,
                            Err(rejection) => return rejection.into_response(),
                        },
                    };
                    drop(app);
                    handler($($a,)* $l).into_future().await.into_response()
                }),
            }
        }
    };
}

call_with_arguments!(call1: [] A1 a1 T1);
call_with_arguments!(call2: [A1 a1 T1] A2 a2 T2);
call_with_arguments!(call3: [A1 a1 T1, A2 a2 T2] A3 a3 T3);
call_with_arguments!(call4: [A1 a1 T1, A2 a2 T2, A3 a3 T3] A4 a4 T4);
call_with_arguments!(call5: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4] A5 a5 T5);
call_with_arguments!(call6: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5] A6 a6 T6);
call_with_arguments!(call7: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6] A7 a7 T7);
call_with_arguments!(call8: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7] A8 a8 T8);
call_with_arguments!(call9: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8] A9 a9 T9);
call_with_arguments!(call10: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9] A10 a10 T10);
call_with_arguments!(call11: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10] A11 a11 T11);
call_with_arguments!(call12: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11] A12 a12 T12);
call_with_arguments!(call13: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11, A12 a12 T12] A13 a13 T13);
call_with_arguments!(call14: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11, A12 a12 T12, A13 a13 T13] A14 a14 T14);
call_with_arguments!(call15: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11, A12 a12 T12, A13 a13 T13, A14 a14 T14] A15 a15 T15);
call_with_arguments!(call16: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11, A12 a12 T12, A13 a13 T13, A14 a14 T14, A15 a15 T15] A16 a16 T16);
