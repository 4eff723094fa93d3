//! The rejections that the router knows: those of axum's extractors and of the prelude's.

use super::sources::find_source;
#[cfg(feature = "multipart")]
use crate::rejection::{FormDataRejection, multipart_status};
use crate::{
    errors::{ErrorCause, RejectionCause, SlowBody, error_response},
    rejection::PathRejection,
};
#[cfg(feature = "multipart")]
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::{
    extract::rejection::{
        BytesRejection, ExtensionRejection, FormRejection, JsonRejection, MatchedPathRejection,
        NestedPathRejection, PathRejection as AxumPathRejection, QueryRejection, RawFormRejection,
        RawPathParamsRejection, StringRejection,
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::{any::Any, error::Error, sync::Arc};

/// A rejection, its status and its text.
trait Known: Error + Send + Sync + 'static {
    fn status_and_text(&self) -> (StatusCode, String);
}

macro_rules! known {
    ($($(#[$attribute:meta])* $rejection:ty,)*) => {
        $(
            $(#[$attribute])*
            impl Known for $rejection {
                fn status_and_text(&self) -> (StatusCode, String) {
                    (self.status(), self.body_text())
                }
            }
        )*

        /// Returns the status and the text of a rejection.
        pub(super) fn text_of(source: &(dyn Error + 'static)) -> Option<(StatusCode, String)> {
            if find_source::<SlowBody>(source).is_some() {
                return None;
            }
            $(
                $(#[$attribute])*
                if let Some(rejection) = source.downcast_ref::<$rejection>() {
                    return Some(rejection.status_and_text());
                }
            )*
            #[cfg(feature = "multipart")]
            if let Some(error) = source.downcast_ref::<MultipartError>() {
                return Some((multipart_status(error), error.body_text()));
            }
            None
        }

        /// Takes a rejection that the router knows out of an `Option`.
        fn take_known(rejection: &mut dyn Any) -> Option<Response> {
            $(
                $(#[$attribute])*
                if let Some(rejection) = rejection.downcast_mut::<Option<$rejection>>() {
                    return rejection.take().map(known_response);
                }
            )*
            None
        }
    };
}

known! {
    JsonRejection,
    QueryRejection,
    FormRejection,
    RawFormRejection,
    PathRejection,
    BytesRejection,
    StringRejection,
    AxumPathRejection,
    RawPathParamsRejection,
    MatchedPathRejection,
    NestedPathRejection,
    ExtensionRejection,
    #[cfg(feature = "multipart")]
    FormDataRejection,
    #[cfg(feature = "multipart")]
    MultipartRejection,
}

/// Returns the response of a rejection. Those of axum's and of the prelude's extractors are rendered as the client prefers; those of
/// other extractors are unchanged.
#[cold]
pub(crate) fn rejection_response<R: IntoResponse + 'static>(rejection: R) -> Response {
    let mut rejection = Some(rejection);
    match (take_known(&mut rejection), rejection) {
        (Some(response), _) => response,
        (None, Some(rejection)) => rejection.into_response(),
        // Not reached: a rejection that was taken has a response.
        (None, None) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn known_response(rejection: impl Known) -> Response {
    if find_source::<SlowBody>(&rejection).is_some() {
        return error_response(StatusCode::REQUEST_TIMEOUT, ErrorCause::SlowBody);
    }
    let (status, text) = rejection.status_and_text();
    if status.is_server_error() {
        tracing::error!("{rejection}");
    }
    // axum logs its rejections in this way, and only where it responds itself.
    tracing::event!(
        target: "axum::rejection",
        tracing::Level::TRACE,
        status = status.as_u16(),
        body = text,
        "rejecting request"
    );
    let cause = RejectionCause::new(Arc::new(rejection), text);
    error_response(status, ErrorCause::Rejection(cause))
}
