//! Calls of handlers whose errors name the place of each type.

use super::{
    Call, HandlerFuture,
    argument::{LastArgument, PartsArgument, Source},
    arity::for_each_arity,
    invoke,
    signature::{HandlerOutput, IntoHandlerFuture},
    sync_handler,
};
use std::{future::Future, marker::PhantomData};

/// A place: the module of a file, and types named like a line and a column, because numbers cost the compiler more. In errors it prints as
/// `At<app_items_route, Line3, Column14>`.
#[derive(Debug)]
pub struct At<File, Line, Column>(PhantomData<(File, Line, Column)>);

/// Calls a handler without arguments. `P` is the place of its return type.
pub fn placed0<P, H, R>(_places: PhantomData<(P,)>, handler: H, future: R) -> HandlerFuture
where
    R: Future + Send + 'static,
    R::Output: HandlerOutput<P>,
{
    invoke::call0(handler, future)
}

/// Calls a `fn` without arguments. `P` is the place of its return type.
pub fn placed_sync0<P, S, H, R, K>(
    _places: PhantomData<(P,)>,
    call: Call<'_, S>,
    handler: H,
    kind: K,
) -> HandlerFuture
where
    H: FnOnce() -> R + Send + 'static,
    R: IntoHandlerFuture<K>,
    R::Future: Send + 'static,
    R::Output: HandlerOutput<P>,
{
    sync_handler::sync0(call, handler, kind)
}

macro_rules! placed_with_arguments {
    (
        $call:ident $sync:ident $signature:ident $arguments:ident $placed:ident $placed_sync:ident:
        [$(($A:ident $a:ident $F:ident $P:ident))*] $L:ident $l:ident $G:ident $Q:ident
    ) => {
        /// Calls a handler with this number of arguments. The places are those of its arguments and its return type.
        #[allow(clippy::too_many_arguments, reason = "one argument for each argument of the handler")]
        pub fn $placed<$($P,)* $Q, P, S, H, R, M, $($A, $F,)* $L, $G>(
            _places: PhantomData<($($P,)* $Q, P)>,
            call: Call<'_, S>,
            handler: H,
            $($a: $F,)*
            $l: $G,
        ) -> HandlerFuture
        where
            S: Clone + Send + Sync + 'static,
            H: FnOnce($($A,)* $L) -> R + Send + 'static,
            R: Future + Send + 'static,
            R::Output: HandlerOutput<P>,
            M: 'static,
            $($A: PartsArgument<S, $P> + Send + 'static, $F: Source<S, $A>,)*
            $L: LastArgument<S, M, $Q> + Send + 'static, $G: Source<S, $L>,
        {
            invoke::$call::<S, H, R, M, $($A, $F,)* $L, $G>(call, handler, $($a,)* $l)
        }

        /// Calls a `fn` with this number of arguments. The places are those of its arguments and its return type.
        #[allow(clippy::too_many_arguments, reason = "one argument for each argument of the handler")]
        pub fn $placed_sync<$($P,)* $Q, P, S, H, R, K, M, $($A, $F,)* $L, $G>(
            _places: PhantomData<($($P,)* $Q, P)>,
            call: Call<'_, S>,
            handler: H,
            kind: K,
            $($a: $F,)*
            $l: $G,
        ) -> HandlerFuture
        where
            S: Clone + Send + Sync + 'static,
            H: FnOnce($($A,)* $L) -> R + Send + 'static,
            R: IntoHandlerFuture<K>,
            R::Future: Send + 'static,
            R::Output: HandlerOutput<P>,
            M: 'static,
            $($A: PartsArgument<S, $P> + Send + 'static, $F: Source<S, $A>,)*
            $L: LastArgument<S, M, $Q> + Send + 'static, $G: Source<S, $L>,
        {
            sync_handler::$sync::<S, H, R, K, M, $($A, $F,)* $L, $G>(call, handler, kind, $($a,)* $l)
        }
    };
}

for_each_arity!(placed_with_arguments);
