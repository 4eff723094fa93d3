//! The export `middleware` of a `middleware.rs`: a function with the signature of those for [`axum::middleware::from_fn`].
//!
//! It is called without axum's `FromFn`, which would clone the services inside it and allocate a second future for each request.

use super::{
    completion::{Completion, completed},
    middleware::NextService,
    position::clone_with,
    wrapping::{Entering, Wrapper, Wrapping, WrappingUse},
};
use crate::{
    errors::internal_error,
    routing::handler::{HandlerFuture, for_each_arity},
};
use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
    http::Response,
    middleware::{Next, from_fn},
    response::IntoResponse,
};
use pin_project_lite::pin_project;
use std::{
    any::Any,
    convert::Infallible,
    future::{Future, ready},
    marker::PhantomData,
    mem,
    pin::{Pin, pin},
    sync::{Arc, LazyLock, OnceLock},
    task::{Context, Poll, Waker},
};
use tower::{Layer, Service};

/// A function with the signature of a middleware.
#[diagnostic::on_unimplemented(
    message = "[R0606] `middleware` has the wrong signature: `{Self}`",
    label = "not a middleware function",
    note = "write `pub async fn middleware(request: Request, next: Next) -> impl IntoResponse`; extractors of request parts come before `request`",
    note = "`State<T>` extracts the type in `routes!(…, state = T)`, here `{S}`, or a type that implements `FromRef<{S}>`"
)]
pub trait MiddlewareFn<T, S> {
    /// The future that it returns. No bound of the implementation, so that the compiler reports a future that is not `Send` by itself,
    /// with the value that it holds.
    type Future;

    /// Returns the state that all requests share.
    fn shared(state: &S) -> Arc<S>;

    /// Extracts the arguments, and calls a clone of the function with the rest of the stack.
    fn respond(&self, state: &Arc<S>, passing: Passing<'_>) -> HandlerFuture
    where
        Self::Future: Send + 'static;
}

/// A request that passes a function.
#[derive(Debug)]
pub struct Passing<'r> {
    /// The function takes it.
    request: &'r mut Request,
    /// The rest of the stack.
    next: Next,
    /// The completion of the response.
    completion: Completion,
}

macro_rules! middleware_fn {
    (
        $call:ident $sync:ident $signature:ident $arguments:ident $placed:ident $placed_sync:ident:
        [$(($A:ident $a:ident $F:ident $P:ident))*] $L:ident $l:ident $G:ident $Q:ident
    ) => {
        #[diagnostic::do_not_recommend]
        impl<F, R, S, $($A,)* $L> MiddlewareFn<($($A,)* $L,), S> for F
        where
            F: FnMut($($A,)* $L, Next) -> R + Clone + Send + Sync + 'static,
            $($A: FromRequestParts<S> + Send + 'static,)*
            $L: FromRequest<S> + Send + 'static,
            R: Future<Output: IntoResponse + 'static>,
            S: Clone + Send + Sync + 'static,
        {
            type Future = R;

            fn shared(state: &S) -> Arc<S> {
                Arc::new(state.clone())
            }

            fn respond(&self, state: &Arc<S>, passing: Passing<'_>) -> HandlerFuture
            where
                R: Send + 'static,
            {
                let mut function = self.clone();
                respond!(function state passing [$($A $a),*] $L $l)
            }
        }
    };
}

/// The future that extracts the arguments and calls the function.
macro_rules! respond {
    ($function:ident $state:ident $passing:ident [] $L:ident $l:ident) => {{
        let Passing { request, next, completion } = $passing;
        let mut request = Some(mem::take(request));
        // Most functions take the request itself.
        if let Some($l) = taken_as::<$L>(&mut request) {
            return complete($function($l, next), completion);
        }
        let (state, request) = (Arc::clone($state), request.unwrap_or_default());
        let response = async move {
            let $l = extracted!($L::from_request(request, &*state));
            $function($l, next).await.into_response()
        };
        complete(response, completion)
    }};
    ($function:ident $state:ident $passing:ident [$($A:ident $a:ident),+] $L:ident $l:ident) => {{
        let Passing { request, next, completion } = $passing;
        let state = Arc::clone($state);
        let (mut parts, body) = mem::take(request).into_parts();
        let response = async move {
            $(let $a = extracted!($A::from_request_parts(&mut parts, &*state));)+
            let request = Request::from_parts(parts, body);
            let $l = extracted!($L::from_request(request, &*state));
            $function($($a,)+ $l, next).await.into_response()
        };
        complete(response, completion)
    }};
}

/// The extracted value. A rejection is returned as the response.
macro_rules! extracted {
    ($extracting:expr) => {
        match $extracting.await {
            Ok(value) => value,
            Err(rejection) => return rejection.into_response(),
        }
    };
}

for_each_arity!(middleware_fn);

fn complete<F>(future: F, completion: Completion) -> HandlerFuture
where
    F: Future<Output: IntoResponse> + Send + 'static,
{
    completed(Output { future }, completion)
}

/// Takes a request as a value of this type, if that is its type.
fn taken_as<L: 'static>(request: &mut Option<Request>) -> Option<L> {
    let request: &mut dyn Any = request;
    request.downcast_mut::<Option<L>>()?.take()
}

pin_project! {
    /// The future of a function, whose output becomes a response.
    struct Output<F> {
        #[pin]
        future: F,
    }
}

impl<F: Future<Output: IntoResponse>> Future for Output<F> {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let output = self.project().future.poll(context);
        output.map(|output| Ok(output.into_response()))
    }
}

/// A function and the state of its extractors. `T` are the types of its arguments.
struct WithState<F, S, T> {
    function: F,
    state: Arc<S>,
    arguments: PhantomData<fn() -> T>,
}

impl<F, S, T> Wrapper for WithState<F, S, T>
where
    F: MiddlewareFn<T, S, Future: Send + 'static> + Send + Sync,
    S: Send + Sync,
{
    fn respond(&self, entering: Entering<'_>) -> HandlerFuture {
        let Some(next) = &*NEXT else {
            return HandlerFuture::new(ready(internal_error()));
        };
        let passing = Passing {
            request: entering.request,
            next: clone_with(next, entering.position),
            completion: entering.completion,
        };
        self.function.respond(&self.state, passing)
    }
}

/// Applies an exported `middleware`, whose text shows these uses.
pub fn wrap_in_middleware<S, T, F>(state: &S, function: F, uses: WrappingUse) -> Wrapping
where
    S: Send + Sync + 'static,
    T: 'static,
    F: MiddlewareFn<T, S, Future: Send + 'static> + Send + Sync + 'static,
{
    let function = WithState {
        function,
        state: F::shared(state),
        arguments: PhantomData,
    };
    Wrapping::new(function, uses)
}

/// The `Next` that is cloned for each call of a middleware. The position of the request is in the clone, or in the request context.
///
/// Only axum creates a `Next`. It is `None` if axum needed more than a poll for it.
static NEXT: LazyLock<Option<Next>> = LazyLock::new(|| {
    let found = Arc::new(OnceLock::new());
    let keep = {
        let found = Arc::clone(&found);
        move |_: Request, next: Next| {
            // It is empty: this runs once.
            let _is_first = found.set(next).is_ok();
            ready(())
        }
    };
    let called = pin!(
        from_fn(keep)
            .layer(NextService::default())
            .call(Request::default())
    );
    let _polled = called.poll(&mut Context::from_waker(Waker::noop()));
    found.get().cloned()
});
