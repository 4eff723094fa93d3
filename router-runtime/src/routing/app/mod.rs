//! The application: its definition, its builder, and the ways to serve it.

mod arrival;
mod axum_router;
mod builder;
#[cfg(feature = "compression")]
mod compress;
mod definition;
mod dispatch;
mod layers;
mod observed;
mod prerender;
mod service;
mod task;
mod through_layers;

pub use builder::AppBuilder;
pub use definition::Definition;
pub use prerender::{PrerenderFailure, PrerenderReport};
pub use service::AppService;
