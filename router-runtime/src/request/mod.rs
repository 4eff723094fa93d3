//! What a handler learns about its request from the path, and links back to a path.

mod href;
mod params;
mod path;
mod rejection;

pub use href::Href;
pub use params::{ParamValues, RouteParams, Style, params};
pub use path::{Path, read};
pub use rejection::PathRejection;
