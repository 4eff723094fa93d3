//! What route files use: `use router_runtime::prelude::*;`

#[cfg(feature = "fetch")]
pub use crate::fetch::Fetch;
#[cfg(feature = "multipart")]
pub use crate::request::FormData;
pub use crate::{
    cache::Cache,
    data::{DataCache, DataOptions},
    effects::{After, Cookies},
    request::Path,
    response::{
        Error, Result, ResultExt, forbidden, not_found, permanent_redirect, redirect, unauthorized,
    },
    routing::{Children, FolderLayers},
    tools::{RequestExt as _, ResponseExt as _},
};
#[cfg(feature = "multipart")]
pub use axum::extract::Multipart;
pub use axum::{
    Form, Json,
    body::{Body, Bytes},
    extract::{Extension, Query, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
pub use cookie::Cookie;
