//! File routes for axum, checked while they compile.

mod config;
mod request;
mod response;
pub mod routing;
mod server;
