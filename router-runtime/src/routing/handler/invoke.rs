//! Calls of handlers by their number of arguments, and of handlers without a known signature.

use super::{
    Call, HandlerFuture,
    argument::{Extracted, LastArgument, PartsArgument, Source},
    arity::for_each_arity,
    call::Output,
    signature::{HandlerOutput, ReexportedHandler},
};
use crate::{
    errors::{ErrorCause, error_response},
    respond::rejection_response,
};
use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use pin_project_lite::pin_project;
use std::{
    future::{self, Future},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

/// Calls a handler without arguments, whose future needs no request.
pub fn call0<H, R>(_handler: H, future: R) -> HandlerFuture
where
    R: Future + Send + 'static,
    R::Output: HandlerOutput<H>,
{
    HandlerFuture::new(PlainFuture { future })
}

/// Calls a re-exported handler, whose arguments are unknown, as axum does.
pub fn call_reexport<S, H, T>(mut call: Call<'_, S>, handler: H) -> HandlerFuture
where
    S: Clone + Send + Sync + 'static,
    H: ReexportedHandler<T, S>,
{
    if let Err(response) = call.ensure_axum_extensions() {
        return HandlerFuture::new(future::ready(*response));
    }
    call.insert_context();
    let mut output = call.output(true);
    let response = handler.call(call.take(), call.shared().state.clone());
    HandlerFuture::new(async move { output.apply_effects(response.await) })
}

/// Responds where a handler is configured out.
pub fn missing_handler<S>(_: Call<'_, S>) -> HandlerFuture {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    HandlerFuture::new(future::ready(error_response(status, ErrorCause::Internal)))
}

pin_project! {
    /// The future of a handler without arguments, whose output becomes a response.
    struct PlainFuture<F> {
        #[pin]
        future: F,
    }
}

impl<F> Future for PlainFuture<F>
where
    F: Future,
    F::Output: IntoResponse,
{
    type Output = Response;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let output = ready!(self.project().future.poll(context));
        Poll::Ready(output.into_response())
    }
}

pin_project! {
    /// The future of a handler, whose output becomes a response with the response effects.
    struct IntoResponseFuture<F> {
        #[pin]
        future: F,
        output: Output,
    }
}

impl<F> Future for IntoResponseFuture<F>
where
    F: Future,
    F::Output: IntoResponse + 'static,
{
    type Output = Response;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        let output = ready!(this.future.poll(context));
        Poll::Ready(this.output.respond(output))
    }
}

/// A handler, of which only the types of its arguments are known.
type Run<A> = Box<dyn FnOnce(A, Output) -> HandlerFuture + Send>;

// The code that reads the arguments does not depend on the handler: it is compiled once for all handlers with the same arguments.
macro_rules! call_with_arguments {
    (
        $call:ident $sync:ident $signature:ident $arguments:ident $placed:ident $placed_sync:ident:
        [$(($A:ident $a:ident $F:ident $P:ident))*] $L:ident $l:ident $G:ident $Q:ident
    ) => {
        /// Calls a handler with this number of arguments.
        #[allow(clippy::too_many_arguments, reason = "one argument for each argument of the handler")]
        pub fn $call<S, H, R, M, $($A, $F,)* $L, $G>(
            call: Call<'_, S>,
            handler: H,
            $(_: $F,)*
            _: $G,
        ) -> HandlerFuture
        where
            S: Clone + Send + Sync + 'static,
            H: FnOnce($($A,)* $L) -> R + Send + 'static,
            R: Future + Send + 'static,
            R::Output: HandlerOutput<H>,
            M: 'static,
            $($A: PartsArgument<S, H> + Send + 'static, $F: Source<S, $A>,)*
            $L: LastArgument<S, M, H> + Send + 'static, $G: Source<S, $L>,
        {
            fn read<S, M, $($A, $F,)* $L, $G>(
                mut call: Call<'_, S>,
                run: Run<($($A,)* $L,)>,
            ) -> HandlerFuture
            where
                S: Send + Sync + 'static,
                $($A: FromRequestParts<S> + Send + 'static, $F: Source<S, $A>,)*
                $L: FromRequest<S, M> + Send + 'static, $G: Source<S, $L>,
                M: 'static,
            {
                $(let $a = $F::extract(&mut call);)*
                let $l = $G::extract(&mut call);
                let has_effects = const { $($F::HAS_EFFECTS ||)* $G::HAS_EFFECTS };
                let mut output = call.output(has_effects);
                let ($($a,)* $l,) = match ($($a,)* $l,) {
                    // All arguments are ready: the future need not hold the request.
                    ($(Extracted::Ready($a),)* Extracted::Ready($l),) => {
                        return run(($($a,)* $l,), output);
                    }
                    extracted => extracted,
                };
                let shared = Arc::clone(call.shared());
                let request = call.take();
                deferred!(shared request output run [$($A $a),*] $L $l)
            }

            let run: Run<($($A,)* $L,)> = Box::new(|($($a,)* $l,), output| {
                let future = handler($($a,)* $l);
                HandlerFuture::new(IntoResponseFuture { future, output })
            });
            read::<S, M, $($A, $F,)* $L, $G>(call, run)
        }
    };
}

/// The future that reads the deferred arguments and runs the handler. A single argument takes the complete request, because copies of
/// a request are expensive. Nested futures are avoided, so that this one fits the fast path of the allocator.
macro_rules! deferred {
    ($shared:ident $request:ident $output:ident $run:ident [] $L:ident $l:ident) => {
        HandlerFuture::new(async move {
            let response = 'read: {
                let $l = argument!('read, $l, $L::from_request($request, &$shared.state));
                $run(($l,), $output.without_effects()).await
            };
            $output.apply_effects(response)
        })
    };
    ($shared:ident $request:ident $output:ident $run:ident [$($A:ident $a:ident),+] $L:ident $l:ident) => {{
        let (mut parts, body) = $request.into_parts();
        HandlerFuture::new(async move {
            let state = &$shared.state;
            let response = 'read: {
                $(let $a = argument!('read, $a, $A::from_request_parts(&mut parts, state));)+
                let $l = argument!('read, $l, $L::from_request(Request::from_parts(parts, body), state));
                $run(($($a,)+ $l,), $output.without_effects()).await
            };
            $output.apply_effects(response)
        })
    }};
}

/// The value of an argument.
macro_rules! argument {
    ($read:lifetime, $extracted:ident, $from:expr) => {
        match $extracted {
            Extracted::Ready(value) => value,
            Extracted::Rejected(response) => break $read *response,
            Extracted::Deferred => match $from.await {
                Ok(value) => value,
                Err(rejection) => break $read rejection_response(rejection),
            },
        }
    };
}

for_each_arity!(call_with_arguments);
