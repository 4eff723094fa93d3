//! The signature of a handler: its argument types, its return type, and whether that is a future.

use super::arity::for_each_arity;
use axum::{handler::Handler, response::IntoResponse};
use std::{
    fmt,
    future::{Future, Ready, ready},
    marker::PhantomData,
    ptr,
};

/// The type of one argument, to be classified by method resolution.
pub struct Argument<T>(PhantomData<fn() -> T>);

/// The return type of a handler, to be classified by method resolution.
pub struct Returned<R>(PhantomData<fn() -> R>);

impl<T> fmt::Debug for Argument<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Argument")
    }
}

impl<R> fmt::Debug for Returned<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Returned")
    }
}

impl<T> Argument<T> {
    /// Returns a null pointer, of which the compiler checks the type.
    #[expect(
        clippy::unused_self,
        reason = "a function would be inferred from the expected type, not from the argument"
    )]
    pub fn pointer(&self) -> *const T {
        ptr::null()
    }
}

/// Returns a null pointer to the response of a handler, of which the compiler checks the type.
pub fn output<R: IntoHandlerFuture<K>, K>(_: &Returned<R>, _: K) -> *const R::Output {
    ptr::null()
}

/// Returns the return type of a handler without arguments.
pub fn signature0<H, R>(_handler: &H) -> (Returned<R>,)
where
    H: FnOnce() -> R,
{
    (Returned(PhantomData),)
}

macro_rules! signature {
    (
        $call:ident $sync:ident $signature:ident $arguments:ident $placed:ident $placed_sync:ident:
        [$(($A:ident $a:ident $F:ident $P:ident))*] $L:ident $l:ident $G:ident $Q:ident
    ) => {
        /// Returns the argument types of a handler, then its return type.
        pub fn $signature<H, $($A,)* $L, R>(
            _handler: &H,
        ) -> ($(Argument<$A>,)* Argument<$L>, Returned<R>,)
        where
            H: FnOnce($($A,)* $L) -> R,
        {
            ($(Argument::<$A>(PhantomData),)* Argument::<$L>(PhantomData), Returned(PhantomData),)
        }

        /// Returns the argument types of an `async fn`. That it returns a future is known, and would cost compile time.
        pub fn $arguments<H, $($A,)* $L, R>(_handler: H) -> ($(Argument<$A>,)* Argument<$L>,)
        where
            H: FnOnce($($A,)* $L) -> R,
        {
            ($(Argument::<$A>(PhantomData),)* Argument::<$L>(PhantomData),)
        }
    };
}

for_each_arity!(signature);

/// The handler is an `async fn`, or a `fn` that returns a future.
#[derive(Debug)]
pub struct IsFuture;

/// The handler is a `fn` that returns its response.
#[derive(Debug)]
pub struct IsValue;

/// Classifies a returned future. Method resolution finds it before [`ClassifyValue`].
pub trait ClassifyFuture {
    /// Returns the kind.
    fn kind(&self) -> IsFuture {
        IsFuture
    }
}

/// Classifies every other returned type.
pub trait ClassifyValue {
    /// Returns the kind.
    fn kind(&self) -> IsValue {
        IsValue
    }
}

impl<R: Future> ClassifyFuture for &Returned<R> {}
impl<R> ClassifyValue for Returned<R> {}

/// The return value of a handler, which is a future or becomes one.
pub trait IntoHandlerFuture<K> {
    /// The output of the future.
    type Output;
    /// The future.
    type Future: Future<Output = Self::Output>;
    /// Returns the future.
    fn into_future(self) -> Self::Future;
}

impl<R: Future> IntoHandlerFuture<IsFuture> for R {
    type Output = R::Output;
    type Future = R;

    fn into_future(self) -> R {
        self
    }
}

impl<R> IntoHandlerFuture<IsValue> for R {
    type Output = R;
    type Future = Ready<R>;

    fn into_future(self) -> Ready<R> {
        ready(self)
    }
}

/// The output of a handler: everything that is `IntoResponse`. `H` is the handler, for the error message.
#[diagnostic::on_unimplemented(
    message = "[R0310] expected a response, found `{Self}` as the return type of the handler `{H}`",
    label = "not a response",
    note = "responses implement `IntoResponse`: `String`, `Json(…)`, `StatusCode`, `(StatusCode, …)`",
    note = "for a `Result`, both types must implement it; the prelude's `Result<T>` accepts every error from `?`",
    note = "`Json<T>` is an extractor where `T: Deserialize`, and a response where `T: Serialize`",
    note = "`#[axum::debug_handler]` above the handler, with axum's feature `macros`, marks the type in its file"
)]
pub trait HandlerOutput<H>: IntoResponse {}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse, H> HandlerOutput<H> for T {}

/// A re-exported handler, whose signature is unknown: axum's own trait.
#[diagnostic::on_unimplemented(
    message = "[R0311] expected a handler, found the re-exported `{Self}`",
    label = "not a handler",
    note = "a handler is an `async fn` with extractors as arguments, of which the last may read the body, and with a return type that implements `IntoResponse`"
)]
pub trait ReexportedHandler<T, S>: Handler<T, S> {}

#[diagnostic::do_not_recommend]
impl<H: Handler<T, S>, T, S> ReexportedHandler<T, S> for H {}
