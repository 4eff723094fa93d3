//! The application: its definition, its builder, and the ways to serve it.

mod arrival;
mod axum_router;
mod behind_layers;
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

pub use builder::AppBuilder;
pub use definition::Definition;
pub use prerender::{PrerenderFailure, PrerenderReport};
pub use service::AppService;
