//! Handlers that are a plain `fn`: what they return, a future or an answer, is known by its type alone.
//!
//! To [`call`](super::call) they are `async` functions, and its bounds stay few: most handlers are. Nothing of them runs before
//! their future does.

use super::{
    call::{self, Call, HandlerFuture},
    extract::{LastArgument, PartsArgument, Way},
    signature::{AnswerKind, HandlerOutput},
};
use axum::{
    extract::{FromRequest, FromRequestParts},
    response::IntoResponse,
};

/// Calls a handler without arguments.
pub fn plain0<S, H, R, K>(_call: Call<'_, S>, handler: H, _kind: K) -> HandlerFuture
where
    H: FnOnce() -> R + Send + 'static,
    R: AnswerKind<K>,
    R::Future: Send + 'static,
    R::Output: HandlerOutput<H>,
{
    Box::pin(async move { handler().into_future().await.into_response() })
}

macro_rules! call_with_arguments {
    ($plain:ident $call:ident: [$($A:ident $a:ident $T:ident),*] $L:ident $l:ident $U:ident) => {
        /// Calls a handler with this many arguments.
        #[allow(clippy::too_many_arguments, reason = "an argument here for each of the handler's")]
        pub fn $plain<S, H, R, K, M, $($A, $T,)* $L, $U>(
            call: Call<'_, S>,
            handler: H,
            _kind: K,
            $($a: $T,)*
            $l: $U,
        ) -> HandlerFuture
        where
            S: Clone + Send + Sync + 'static,
            H: FnOnce($($A,)* $L) -> R + Send + 'static,
            R: AnswerKind<K>,
            R::Future: Send + 'static,
            R::Output: HandlerOutput<H>,
            M: 'static,
            $($A: PartsArgument<S, H> + Send + 'static, $T: Way<S, $A>,)*
            $L: LastArgument<S, M, H> + Send + 'static, $U: Way<S, $L>,
        {
            fn unchecked<S, H, R, M, $($A, $T,)* $L, $U>(
                call: Call<'_, S>,
                handler: H,
                $($a: $T,)*
                $l: $U,
            ) -> HandlerFuture
            where
                S: Clone + Send + Sync + 'static,
                H: FnOnce($($A,)* $L) -> R + Send + 'static,
                R: Future<Output: IntoResponse> + Send + 'static,
                M: 'static,
                $($A: FromRequestParts<S> + Send + 'static, $T: Way<S, $A>,)*
                $L: FromRequest<S, M> + Send + 'static, $U: Way<S, $L>,
            {
                call::$call(call, handler, $($a,)* $l)
            }

            let handler = async move |$($a: $A,)* $l: $L| handler($($a,)* $l).into_future().await;
            unchecked(call, handler, $($a,)* $l)
        }
    };
}

call_with_arguments!(plain1 call1: [] A1 a1 T1);
call_with_arguments!(plain2 call2: [A1 a1 T1] A2 a2 T2);
call_with_arguments!(plain3 call3: [A1 a1 T1, A2 a2 T2] A3 a3 T3);
call_with_arguments!(plain4 call4: [A1 a1 T1, A2 a2 T2, A3 a3 T3] A4 a4 T4);
call_with_arguments!(plain5 call5: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4] A5 a5 T5);
call_with_arguments!(plain6 call6: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5] A6 a6 T6);
call_with_arguments!(plain7 call7: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6] A7 a7 T7);
call_with_arguments!(plain8 call8: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7] A8 a8 T8);
call_with_arguments!(plain9 call9: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8] A9 a9 T9);
call_with_arguments!(plain10 call10: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9] A10 a10 T10);
call_with_arguments!(plain11 call11: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10] A11 a11 T11);
call_with_arguments!(plain12 call12: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11] A12 a12 T12);
call_with_arguments!(plain13 call13: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11, A12 a12 T12] A13 a13 T13);
call_with_arguments!(plain14 call14: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11, A12 a12 T12, A13 a13 T13] A14 a14 T14);
call_with_arguments!(plain15 call15: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11, A12 a12 T12, A13 a13 T13, A14 a14 T14] A15 a15 T15);
call_with_arguments!(plain16 call16: [A1 a1 T1, A2 a2 T2, A3 a3 T3, A4 a4 T4, A5 a5 T5, A6 a6 T6, A7 a7 T7, A8 a8 T8, A9 a9 T9, A10 a10 T10, A11 a11 T11, A12 a12 T12, A13 a13 T13, A14 a14 T14, A15 a15 T15] A16 a16 T16);
