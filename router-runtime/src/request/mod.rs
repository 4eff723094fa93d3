//! What a handler learns about its request: the parameters of the path, the fields of a form. And links back to a path.

#[cfg(feature = "multipart")]
mod form_data;
mod href;
mod params;
mod path;
mod rejection;

#[cfg(feature = "multipart")]
pub(crate) use form_data::multipart_status;
#[cfg(feature = "multipart")]
pub use form_data::{Field, FormData, FormDataRejection, UploadedFile};
pub use href::Href;
pub use params::{ParamValues, RouteParams, Style, params};
pub use path::{Path, read};
pub use rejection::PathRejection;
