//! Handlers' types, judged by the text of their file.
//!
//! A type is judged to fit, to be wrong, or to be left to the compiler, which then reports a text of ours. Nothing is claimed that
//! another file could make true: a file may rename imports, call macros and use globs, and traits may be implemented elsewhere.

mod argument;
mod generator;
mod judge;
mod known;
mod middleware;
mod mistake;
mod private;
mod response;
mod scope;
mod state;
mod ty;

pub(crate) use argument::is_value;
pub(crate) use judge::judge;
pub(crate) use middleware::{changes_response, request_use};
pub(crate) use mistake::{Doubt, Mistake, Role, Slot};
pub(crate) use scope::{Scope, State};
