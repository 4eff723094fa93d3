//! For handlers that take the whole request and make the whole response: what fetch's `Request` and `Response` have, as methods of
//! axum's.
//!
//! ```
//! use router_runtime::prelude::*;
//! use serde_json::{Value, json};
//!
//! // app/orders/route.rs
//! pub async fn POST(mut request: Request) -> Result<Response> {
//!     let by = request.cookies().get("name").ok_or_else(unauthorized)?;
//!     let order: Value = request.json().await?;
//!     Ok(Response::json(&json!({ "by": by.value(), "order": order })).with_cookie(("last", "order")))
//! }
//! ```
//!
//! The prelude brings both traits into scope without their names, so that nothing of the same name is in the way.

mod request;
mod response;

pub use request::RequestExt;
pub use response::ResponseExt;
