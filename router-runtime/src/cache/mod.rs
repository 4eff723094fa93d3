//! The response cache: [`CacheOptions`] sets its limits, and a [`Cache`] invalidates its entries.
//!
//! ```
//! use router_runtime::{cache::Cache, prelude::*};
//!
//! // app/items/route.rs
//! pub async fn POST(cache: Cache) -> Result<StatusCode> {
//!     cache.update_tag("items").await?;
//!     Ok(StatusCode::CREATED)
//! }
//! ```

mod cache_entry;
mod choice;
mod clock;
mod dependencies;
mod effect;
mod engine;
mod freshness;
mod handle;
mod handler_run;
mod http;
mod key;
mod observe;
mod options;
mod outcome;
mod policy;
mod request_view;
mod revalidate;
mod storable;
mod store;
mod sync;
mod tag;
#[cfg_attr(
    test,
    allow(
        dead_code,
        clippy::duplicate_mod,
        reason = "the tests of flights compile it with the locks of shuttle"
    )
)]
mod tag_table;
#[cfg(test)]
#[path = "tag_table/tests.rs"]
mod tag_table_tests;
mod token;
mod variant;
mod variant_table;

pub use cache_entry::CacheEntry;
pub use clock::Clock;
pub use handle::Cache;
pub use http::cdn_header::CdnHeader;
pub use options::{CacheOptions, OptionsError};
pub use revalidate::RevalidateError;
#[cfg(feature = "redis")]
pub use store::shared::{Consistency, Redis, RedisOptionsError};
pub use tag::TagError;

pub(crate) use dependencies::Dependencies;
pub(crate) use effect::Effect;
#[cfg(feature = "second-tier")]
pub(crate) use engine::SeedBuilder;
pub(crate) use engine::{Engine, Existing, LookupError, NotPrerendered, Served};
pub(crate) use freshness::Lifetime;
pub(crate) use handler_run::{Generate, is_in_cached_run};
pub(crate) use http::{
    ByteRange, Coding, Precondition, cache_control, etag_of, evaluate, requested_range,
    vary_by_coding,
};
#[cfg(feature = "compression")]
pub(crate) use http::{Effort, MIN_BYTES, encode, is_suitable};
#[cfg(feature = "fetch")]
pub(crate) use http::{remove_connection_headers, remove_unstorable_headers};
pub(crate) use key::{Key, canonical};
pub(crate) use policy::{ONE_YEAR, Policy};
pub(crate) use request_view::RequestView;
pub(crate) use tag::Tag;
