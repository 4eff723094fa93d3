//! Routing of a request to the handler of its route.
//!
//! [`AppBuilder`] builds an application as an axum Router or as an [`AppService`].

pub(crate) mod app;
pub(crate) mod endpoint;
pub(crate) mod entry;
pub(crate) mod handler;

pub use self::{
    app::{AppBuilder, AppService, PrerenderFailure, PrerenderReport},
    endpoint::{Children, FolderLayers},
    handler::{FailureCause, HandlerFailure, PlainExtractor, ResponseFuture, StaticInput},
};
pub use crate::{
    matching::{Segment, TrailingSlash},
    table::{IntoRoute, MethodSet, Route, RouteInfo, RouteKind, RouteTable},
};
