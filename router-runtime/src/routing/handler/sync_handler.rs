//! Calls of handlers that are a `fn` without `async`: they return a future or a response, depending on their type.
//!
//! For [`invoke`](super::invoke) they become `async` functions, whose bounds stay few because most handlers are `async`. Nothing of
//! them runs before their future is polled.

use super::{
    Call, HandlerFuture,
    argument::{LastArgument, PartsArgument, Source},
    arity::for_each_arity,
    invoke,
    signature::{HandlerOutput, IntoHandlerFuture},
};
use axum::{
    extract::{FromRequest, FromRequestParts},
    response::IntoResponse,
};

/// Calls a handler without arguments.
pub fn sync0<S, H, R, K>(_call: Call<'_, S>, handler: H, _kind: K) -> HandlerFuture
where
    H: FnOnce() -> R + Send + 'static,
    R: IntoHandlerFuture<K>,
    R::Future: Send + 'static,
    R::Output: HandlerOutput<H>,
{
    HandlerFuture::new(async move { handler().into_future().await.into_response() })
}

macro_rules! sync_with_arguments {
    (
        $call:ident $sync:ident $signature:ident $arguments:ident $placed:ident $placed_sync:ident:
        [$(($A:ident $a:ident $F:ident $P:ident))*] $L:ident $l:ident $G:ident $Q:ident
    ) => {
        /// Calls a handler with this number of arguments.
        #[allow(clippy::too_many_arguments, reason = "one argument for each argument of the handler")]
        pub fn $sync<S, H, R, K, M, $($A, $F,)* $L, $G>(
            call: Call<'_, S>,
            handler: H,
            _kind: K,
            $($a: $F,)*
            $l: $G,
        ) -> HandlerFuture
        where
            S: Clone + Send + Sync + 'static,
            H: FnOnce($($A,)* $L) -> R + Send + 'static,
            R: IntoHandlerFuture<K>,
            R::Future: Send + 'static,
            R::Output: HandlerOutput<H>,
            M: 'static,
            $($A: PartsArgument<S, H> + Send + 'static, $F: Source<S, $A>,)*
            $L: LastArgument<S, M, H> + Send + 'static, $G: Source<S, $L>,
        {
            fn unchecked<S, H, R, M, $($A, $F,)* $L, $G>(
                call: Call<'_, S>,
                handler: H,
                $($a: $F,)*
                $l: $G,
            ) -> HandlerFuture
            where
                S: Clone + Send + Sync + 'static,
                H: FnOnce($($A,)* $L) -> R + Send + 'static,
                R: Future<Output: IntoResponse> + Send + 'static,
                M: 'static,
                $($A: FromRequestParts<S> + Send + 'static, $F: Source<S, $A>,)*
                $L: FromRequest<S, M> + Send + 'static, $G: Source<S, $L>,
            {
                invoke::$call(call, handler, $($a,)* $l)
            }

            let handler = async move |$($a: $A,)* $l: $L| handler($($a,)* $l).into_future().await;
            unchecked(call, handler, $($a,)* $l)
        }
    };
}

for_each_arity!(sync_with_arguments);
