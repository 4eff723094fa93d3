//! Extractors: the arguments that handlers take.

mod after;
mod cache;
mod context;
mod cookies;
#[cfg(feature = "multipart")]
mod form_data;
#[cfg(any(feature = "cookie-private", feature = "cookie-signed"))]
mod keyed_cookies;
pub(crate) mod params;
pub(crate) mod path;
mod request_ext;
mod unrouted;

pub use after::After;
pub(crate) use context::{RequestContext, data_cache, ensure_response_effects, response_effects};
pub use cookies::Cookies;
#[cfg(feature = "multipart")]
pub use form_data::{Field, FormData, UploadedFile};
#[cfg(feature = "cookie-private")]
pub use keyed_cookies::PrivateCookies;
#[cfg(feature = "cookie-signed")]
pub use keyed_cookies::SignedCookies;
pub use path::Path;
pub use request_ext::RequestExt;
pub use unrouted::UnroutedRejection;

#[cfg(feature = "multipart")]
pub use crate::rejection::FormDataRejection;
pub use crate::{rejection::PathRejection, respond::AfterFullError};
