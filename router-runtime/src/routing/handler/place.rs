//! The place of a handler in the errors about its types.

use super::{
    argument::{LastArgument, PartsArgument},
    signature::{Argument, HandlerOutput},
};
use std::marker::PhantomData;

/// A handler by its place: the module of its file, a line and a column. In errors it prints as `At<app_items_route, 3, 14>`.
#[derive(Debug)]
pub struct At<File, const LINE: u32, const COLUMN: u32>(PhantomData<File>);

/// Compiles only if an argument before the last is an extractor of request parts. `H` is the handler in the error.
pub fn parts_argument<H, S, T: PartsArgument<S, H>>(_: &Argument<T>) {}

/// Compiles only if the last argument is an extractor. `H` is the handler in the error.
pub fn last_argument<H, S, M, T: LastArgument<S, M, H>>(_: &Argument<T>) {}

/// Compiles only if the output of a handler is a response. `H` is the handler in the error.
pub fn handler_output<H, T: HandlerOutput<H>>(_: *const T) {}
