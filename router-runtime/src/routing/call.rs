//! One call of a handler: its arguments read from the request, its answer made a response.
//!
//! Generated code holds a call of each handler. Only the number of arguments comes from parsing; how each argument is read
//! comes from its type, by a tag that method resolution picks on `&&&&Argument<T>` (so aliases and re-exports work):
//!
//! | tag | argument | read from |
//! |---|---|---|
//! | [`ByParams`] | the folder's `Params` | the path, before the future is boxed |
//! | [`ByPath`] | `Path<T>`, the prelude's or axum's | the same |
//! | [`ByCache`] | `Cache`, `DataCache`, `Fetch` | the application |
//! | [`ByMatch`] | axum's `MatchedPath` | what the route's axum Router told once |
//! | [`ByEffects`] | `Cookies`, `After` | the request, and the answer is settled with it |
//! | [`ByRequest`] | types marked [`PlainExtractor`] | the request |
//! | [`ByAxum`] | what else of axum's own only its Router can feed | a request that went through an axum Router |
//! | [`ByRouter`] | every other extractor | the same, with the route and the cache put into it for ours among its own |

use super::{
    app::App,
    extract::{Early, LastArgument, PartsArgument, Way},
    signature::{HandlerOutput, ReexportedHandler},
};
use crate::{
    extract::{ensure_response_effects, response_effects},
    matching::Segment,
    respond::effects::EffectsGuard,
};
use axum::{
    extract::{FromRequest, FromRequestParts, OriginalUri, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use pin_project_lite::pin_project;
use std::{
    fmt,
    future::{self, Future},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

/// A running handler.
pub type HandlerFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

/// What stands in a handler's place.
pub type Handler<S> = fn(Call<'_, S>) -> HandlerFuture;

/// The generated function that calls the handler of this number.
pub type Handlers<S> = fn(usize, Call<'_, S>) -> HandlerFuture;

/// A request on its way to a handler, which takes it if it must. It is long, and so it is handed on by reference.
pub struct Call<'r, S> {
    /// Looked at through [`request`](Self::request): nobody looks after it was taken.
    pub(super) request: &'r mut Option<Request>,
    pub(super) app: &'r Arc<App<S>>,
    /// The matched route; `None` for the handler of `not-found.rs`.
    pub(super) route: Option<usize>,
    /// Whether the request came through an axum Router and carries what only that can give.
    pub(super) through_router: bool,
    /// How many of the pattern's segments arguments may read: a layout is shown those that lead to its folder.
    pub(super) depth: u32,
}

/// The depth of what may read all of a pattern.
pub(super) const WHOLE: u32 = u32::MAX;

/// The first segments of a pattern.
pub(super) fn cut(segments: &'static [Segment], depth: u32) -> &'static [Segment] {
    segments.get(..depth as usize).unwrap_or(segments)
}

impl<S> Call<'_, S> {
    #[inline]
    pub(super) fn request(&mut self) -> &mut Request {
        self.request.get_or_insert_default()
    }

    /// The request itself, to be kept.
    #[inline]
    pub(super) fn take(&mut self) -> Request {
        self.request.take().unwrap_or_default()
    }

    /// Whether there is an axum Router around this application: each leaves this in the request.
    pub(super) fn is_nested(&self) -> bool {
        let extensions = self.request.as_ref().map(Request::extensions);
        extensions.is_some_and(|it| it.get::<OriginalUri>().is_some())
    }

    /// The matched pattern.
    pub(super) fn segments(&self) -> &'static [Segment] {
        self.route.map_or(&[], |route| {
            cut(self.app.places[route].segments(), self.depth)
        })
    }

    /// The path and the pattern, both from the first parameter on.
    pub(super) fn parameters(&mut self) -> (&str, &'static [Segment]) {
        let path = self.request.get_or_insert_default().uri().path();
        match self.route {
            Some(route) if self.depth == WHOLE => self.app.places[route].parameters(path),
            Some(route) => (path, cut(self.app.places[route].segments(), self.depth)),
            None => (path, &[]),
        }
    }

    /// Gives the request response effects, for `Cookies` and `After`.
    pub(super) fn ensure_effects(&mut self) {
        let pending = &self.app.pending;
        ensure_response_effects(self.request.get_or_insert_default(), pending);
    }

    /// The guard that applies the response effects.
    fn effects(&mut self) -> Option<EffectsGuard> {
        let effects = response_effects(self.request().extensions())?;
        Some(effects.guard())
    }
}

impl<S> fmt::Debug for Call<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// Runs a handler without arguments, whose future is there without a request.
pub fn call0<H, R>(_handler: H, future: R) -> HandlerFuture
where
    R: Future + Send + 'static,
    R::Output: HandlerOutput<H>,
{
    Box::pin(Answering { future })
}

/// Calls a handler whose arguments cannot be counted because it is re-exported: as axum would.
pub fn call_reexport<S, H, T>(mut call: Call<'_, S>, handler: H) -> HandlerFuture
where
    S: Clone + Send + Sync + 'static,
    H: ReexportedHandler<T, S>,
{
    if let Err(response) = call.feed() {
        return Box::pin(future::ready(*response));
    }
    call.insert_context();
    let effects = call.effects();
    let answer = handler.call(call.take(), call.app.state.clone());
    Box::pin(async move { with_effects(effects, answer.await) })
}

/// Stands where there is no handler of a number.
pub fn call_nothing<S>(_: Call<'_, S>) -> HandlerFuture {
    Box::pin(future::ready(
        StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    ))
}

/// Applies the response effects.
fn with_effects(effects: Option<EffectsGuard>, response: Response) -> Response {
    match effects {
        Some(effects) => effects.apply(response),
        None => response,
    }
}

pin_project! {
    /// A handler's future, until its answer is a response.
    struct Answering<F> {
        #[pin]
        future: F,
    }
}

impl<F> Future for Answering<F>
where
    F: Future,
    F::Output: IntoResponse,
{
    type Output = Response;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let answer = ready!(self.project().future.poll(context));
        Poll::Ready(answer.into_response())
    }
}

/// A handler, and nothing of it but the types of its arguments.
type Run<A> = Box<dyn FnOnce(A) -> HandlerFuture + Send>;

// What reads arguments does not know the handler: the compiler makes it once for all handlers with the same arguments.
macro_rules! call_with_arguments {
    ($call:ident: [$($A:ident $a:ident $T:ident),*] $L:ident $l:ident $U:ident) => {
        /// Calls a handler with this many arguments.
        #[allow(clippy::too_many_arguments, reason = "an argument here for each of the handler's")]
        pub fn $call<S, H, R, M, $($A, $T,)* $L, $U>(
            call: Call<'_, S>,
            handler: H,
            $(_: $T,)*
            _: $U,
        ) -> HandlerFuture
        where
            S: Clone + Send + Sync + 'static,
            H: FnOnce($($A,)* $L) -> R + Send + 'static,
            R: Future + Send + 'static,
            R::Output: HandlerOutput<H>,
            M: 'static,
            $($A: PartsArgument<S, H> + Send + 'static, $T: Way<S, $A>,)*
            $L: LastArgument<S, M, H> + Send + 'static, $U: Way<S, $L>,
        {
            fn read<S, M, $($A, $T,)* $L, $U>(
                mut call: Call<'_, S>,
                run: Run<($($A,)* $L,)>,
            ) -> HandlerFuture
            where
                S: Send + Sync + 'static,
                $($A: FromRequestParts<S> + Send + 'static, $T: Way<S, $A>,)*
                $L: FromRequest<S, M> + Send + 'static, $U: Way<S, $L>,
                M: 'static,
            {
                $(let $a = $T::early(&mut call);)*
                let $l = $U::early(&mut call);
                let has_effects = const { $($T::HAS_EFFECTS ||)* $U::HAS_EFFECTS };
                let effects = if has_effects { call.effects() } else { None };
                let ($($a,)* $l,) = match ($($a,)* $l,) {
                    // Nothing is left to be read: the future need not hold the request.
                    ($(Early::Value($a),)* Early::Value($l),) => return run(($($a,)* $l,)),
                    early => early,
                };
                let app = Arc::clone(call.app);
                let request = call.take();
                late!(app request effects run [$($A $a),*] $L $l)
            }

            let run: Run<($($A,)* $L,)> = Box::new(|($($a,)* $l,)| {
                Box::pin(Answering { future: handler($($a,)* $l) })
            });
            read::<S, M, $($A, $T,)* $L, $U>(call, run)
        }
    };
}

/// The future that reads arguments, and runs the handler. Each copy of a request counts: a single argument takes it whole, and
/// nothing is a future within this one that need not be, or it would outgrow the allocator's short way.
macro_rules! late {
    ($app:ident $request:ident $effects:ident $run:ident [] $L:ident $l:ident) => {
        Box::pin(async move {
            let response = 'read: {
                let $l = argument!('read, $l, $L::from_request($request, &$app.state));
                $run(($l,)).await
            };
            with_effects($effects, response)
        })
    };
    ($app:ident $request:ident $effects:ident $run:ident [$($A:ident $a:ident),+] $L:ident $l:ident) => {{
        let (mut parts, body) = $request.into_parts();
        Box::pin(async move {
            let state = &$app.state;
            let response = 'read: {
                $(let $a = argument!('read, $a, $A::from_request_parts(&mut parts, state));)+
                let $l = argument!('read, $l, $L::from_request(Request::from_parts(parts, body), state));
                $run(($($a,)+ $l,)).await
            };
            with_effects($effects, response)
        })
    }};
}

/// The argument itself.
macro_rules! argument {
    ($read:lifetime, $early:ident, $from:expr) => {
        match $early {
            Early::Value(value) => value,
            Early::Rejection(response) => break $read *response,
            Early::Later => match $from.await {
                Ok(value) => value,
                Err(rejection) => break $read rejection.into_response(),
            },
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
