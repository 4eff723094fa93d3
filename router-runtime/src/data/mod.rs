//! The data cache: values that are fetched or computed once and used by many responses.
//!
//! ```
//! use router_runtime::prelude::*;
//!
//! // app/items/route.rs
//! pub async fn GET(data: DataCache) -> Result<Json<Vec<String>>> {
//!     let options = DataOptions::new().revalidate(60).tags(["items"]);
//!     let load = async { std::io::Result::Ok(vec!["pen".to_owned()]) };
//!     Ok(Json(data.cached("items", options, load).await?))
//! }
//! ```

mod binary;
mod cached;
mod data_cache;
mod error;
mod lookup;
mod options;

pub use cached::IntoDataFailure;
pub use data_cache::DataCache;
pub use error::{DataError, DataErrorKind};
pub use options::DataOptions;

#[cfg(feature = "fetch")]
pub(crate) use crate::cache::LookupError;

#[cfg(test)]
mod tests;
