//! The exports of one route file, read from its text.

mod attributes;
mod cfg;
mod config;
mod declared;
mod exports;
pub(crate) mod lexer;
mod method;
mod names;
mod quoted;
mod read;
mod reexport;
mod request_use;
mod skim;
pub(crate) mod split;
mod structs;
pub(crate) mod text;
pub(crate) mod types;
mod unchanged_response;

pub(crate) use config::{CONFIG, Config, OF_MIDDLEWARE, Value};
pub(crate) use declared::Declared;
pub(crate) use exports::{Argument, Constant, Exports, Flaw, Handler, Other, OtherKind, Shape};
pub(crate) use names::{BUILT_IN, Item};
pub(crate) use read::read;
pub(crate) use request_use::RequestUse;
pub(crate) use skim::{ItemKind, SourceItem, skim};
pub(crate) use structs::{Field, Struct};

#[cfg(test)]
mod tests;
