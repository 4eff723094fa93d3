//! The renderer of errors: the form that a client prefers, and the function of `builder().render_error`.

mod accept;
mod context;
mod escaped;
mod html;
mod json;
mod renderer;
mod routes;

pub use accept::ErrorFormat;
pub use context::ErrorContext;
pub(crate) use context::ErrorRequest;
pub(crate) use renderer::{RenderError, join, render, wants_text};
pub(crate) use routes::RouteList;
