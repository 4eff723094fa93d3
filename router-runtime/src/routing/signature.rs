//! What a handler's type says: its arguments, its answer, and whether that is a future.

use axum::{handler::Handler, response::IntoResponse};
use std::{
    fmt,
    future::{Future, Ready, ready},
    marker::PhantomData,
};

/// The type of one argument, for method resolution to tag.
pub struct Argument<T>(PhantomData<fn() -> T>);

/// What a handler returns, for method resolution to tag.
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

macro_rules! signature {
    ($signature:ident: $($A:ident)*) => {
        /// The argument types of a handler with this many of them, then its return type.
        pub fn $signature<H, $($A,)* R>(_handler: &H) -> ($(Argument<$A>,)* Returned<R>,)
        where
            H: FnOnce($($A),*) -> R,
        {
            ($(Argument::<$A>(PhantomData),)* Returned(PhantomData),)
        }

    };
}

signature!(signature0:);
signature!(signature1: A1);
signature!(signature2: A1 A2);
signature!(signature3: A1 A2 A3);
signature!(signature4: A1 A2 A3 A4);
signature!(signature5: A1 A2 A3 A4 A5);
signature!(signature6: A1 A2 A3 A4 A5 A6);
signature!(signature7: A1 A2 A3 A4 A5 A6 A7);
signature!(signature8: A1 A2 A3 A4 A5 A6 A7 A8);
signature!(signature9: A1 A2 A3 A4 A5 A6 A7 A8 A9);
signature!(signature10: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10);
signature!(signature11: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11);
signature!(signature12: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12);
signature!(signature13: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13);
signature!(signature14: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14);
signature!(signature15: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15);
signature!(signature16: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16);

macro_rules! arguments {
    ($arguments:ident: $($A:ident)*) => {
        /// The argument types of an `async fn` with this many of them: that it returns a future is known, and costs the compiler time.
        pub fn $arguments<H, $($A,)* R>(_handler: H) -> ($(Argument<$A>,)*)
        where
            H: FnOnce($($A),*) -> R,
        {
            ($(Argument::<$A>(PhantomData),)*)
        }
    };
}

arguments!(arguments1: A1);
arguments!(arguments2: A1 A2);
arguments!(arguments3: A1 A2 A3);
arguments!(arguments4: A1 A2 A3 A4);
arguments!(arguments5: A1 A2 A3 A4 A5);
arguments!(arguments6: A1 A2 A3 A4 A5 A6);
arguments!(arguments7: A1 A2 A3 A4 A5 A6 A7);
arguments!(arguments8: A1 A2 A3 A4 A5 A6 A7 A8);
arguments!(arguments9: A1 A2 A3 A4 A5 A6 A7 A8 A9);
arguments!(arguments10: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10);
arguments!(arguments11: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11);
arguments!(arguments12: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12);
arguments!(arguments13: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13);
arguments!(arguments14: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14);
arguments!(arguments15: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15);
arguments!(arguments16: A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16);

/// The handler is an `async fn`, or a `fn` that returns a future.
#[derive(Debug)]
pub struct IsFuture;

/// The handler is a `fn` that returns its answer.
#[derive(Debug)]
pub struct IsValue;

/// Tags a returned future; found before [`TagValue`] by method resolution.
pub trait TagFuture {
    /// The tag.
    fn kind(&self) -> IsFuture {
        IsFuture
    }
}

/// Tags every other returned type.
pub trait TagValue {
    /// The tag.
    fn kind(&self) -> IsValue {
        IsValue
    }
}

impl<R: Future> TagFuture for &Returned<R> {}
impl<R> TagValue for Returned<R> {}

/// What a handler returns, as a future.
pub trait AnswerKind<K> {
    /// What the future gives.
    type Output;
    /// The future.
    type Future: Future<Output = Self::Output>;
    /// Makes the future.
    fn into_future(self) -> Self::Future;
}

impl<R: Future> AnswerKind<IsFuture> for R {
    type Output = R::Output;
    type Future = R;

    fn into_future(self) -> R {
        self
    }
}

impl<R> AnswerKind<IsValue> for R {
    type Output = R;
    type Future = Ready<R>;

    fn into_future(self) -> Ready<R> {
        ready(self)
    }
}

/// What can be answered: everything that is `IntoResponse`. `H` is the handler, for the message.
#[diagnostic::on_unimplemented(
    message = "a route handler returns `{Self}`, which is not a response: `{H}`",
    label = "not a response",
    note = "return something that implements `IntoResponse`: a `String`, `Json(…)`, `StatusCode`, `(StatusCode, …)`",
    note = "in a `Result`, both sides implement it; the prelude's `Result<T>` takes every error that `?` meets"
)]
pub trait HandlerOutput<H>: IntoResponse {}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse, H> HandlerOutput<H> for T {}

/// A handler that is re-exported, so that its signature is not known: axum's own trait.
#[diagnostic::on_unimplemented(
    message = "a route file re-exports `{Self}`, which is not a handler",
    label = "not a handler",
    note = "a handler is an `async fn` whose arguments are extractors, the last of which may read the body, and that returns something that implements `IntoResponse`"
)]
pub trait ReexportedHandler<T, S>: Handler<T, S> {}

#[diagnostic::do_not_recommend]
impl<H: Handler<T, S>, T, S> ReexportedHandler<T, S> for H {}
