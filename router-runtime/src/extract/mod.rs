//! What handlers take.

mod cache;
mod context;

pub(crate) use context::{RequestContext, data_cache, ensure_response_effects, response_effects};
