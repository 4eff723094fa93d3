//! The call of one handler: its arguments, its future, and its failures.

pub(crate) mod argument;
mod arity;
mod axum_bridge;
mod call;
mod context;
mod error;
mod failure;
mod future;
mod handler_future;
pub(crate) mod invoke;
mod options;
pub(crate) mod place;
mod plain_extractor;
mod request_head;
mod respond;
mod shared;
pub(crate) mod signature;
pub(crate) mod static_input;
pub(crate) mod sync_handler;

pub(crate) use arity::for_each_arity;
pub(crate) use axum_bridge::AxumBridge;
pub use axum_bridge::AxumExtensions;
pub use call::Call;
pub(crate) use call::{ALL_SEGMENTS, Handler, Handlers, HtmlSlot, first_segments};
pub use future::ResponseFuture;
pub use handler_future::HandlerFuture;
pub(crate) use options::ResponseOptions;
pub use plain_extractor::PlainExtractor;
pub(crate) use request_head::RequestHead;
pub(crate) use respond::empty;
pub(crate) use shared::{Pattern, Shared};
pub use static_input::StaticInput;
