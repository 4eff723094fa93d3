//! The names that route files use.
//!
//! ```
//! use router_runtime::prelude::*;
//!
//! pub async fn GET(Path(name): Path<String>) -> Result<String> {
//!     Ok(format!("Hello, {name}"))
//! }
//! ```

#[cfg(feature = "multipart")]
pub use crate::extract::FormData;
#[cfg(feature = "fetch")]
pub use crate::fetch::Fetch;
pub use crate::{
    cache::{Cache, CacheEntry},
    data::{DataCache, DataOptions},
    extract::{After, Children, Cookies, Form, Path, Query, RequestExt as _},
    respond::{
        Error, ErrorContext, ResponseExt as _, Result, ResultExt, forbidden, not_found,
        permanent_redirect, redirect, see_other, unauthorized,
    },
    routing::{FolderLayers, MethodLayers},
};
#[cfg(feature = "multipart")]
pub use axum::extract::Multipart;
pub use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Extension, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
pub use cookie::Cookie;
