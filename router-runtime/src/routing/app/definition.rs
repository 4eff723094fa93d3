//! The input of an application: the definition from generated code, and the options of the builder.

use crate::{
    client::ClientOptions,
    matching::TrailingSlash,
    observe::ObserveOptions,
    respond::RenderError,
    routing::{
        endpoint::{ErrorFile, ErrorHandler, FolderLayers, Layout, Middleware, StaticPaths},
        entry::{BuiltWithPublic, EntryRules, MissingFolder, PublicFolder},
        handler::Handlers,
    },
    server::Readiness,
    table::RouteTable,
};
use std::{fmt, sync::Arc, time::Duration};

/// The result of `routes!`, from generated code.
pub struct Definition<S: 'static> {
    /// The routes.
    pub routes: &'static RouteTable,
    /// Their handlers: for each route in order, a number for each method on its line.
    pub handlers: Handlers<S>,
    /// The routes with generated paths.
    pub static_paths: &'static [(usize, StaticPaths<S>)],
    /// The files `middleware.rs`, those of outer folders first.
    pub middleware: &'static [Middleware<S>],
    /// The files `layout.rs`, those of outer folders first.
    pub layouts: &'static [Layout<S>],
    /// The files `not-found.rs` and `error.rs`, those of outer folders first.
    pub error_pages: &'static [ErrorFile<S>],
    /// The folder `public` of the crate, if it exists.
    pub public: Option<BuiltWithPublic>,
}

impl<S> fmt::Debug for Definition<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Definition")
            .field("routes", &self.routes)
            .finish_non_exhaustive()
    }
}

/// The options of the builder.
pub(super) struct Options<S> {
    pub(super) trailing_slash: TrailingSlash,
    /// In place of the `not-found.rs` of the app folder.
    pub(super) not_found: Option<ErrorHandler<S>>,
    pub(super) render_error: Option<RenderError>,
    pub(super) entry: EntryRules,
    pub(super) observe: ObserveOptions,
    pub(super) client: ClientOptions,
    /// The layers around everything.
    pub(super) layers: Option<FolderLayers>,
    /// Of all servers of what the builder builds.
    pub(super) readiness: Readiness,
    /// The limit of handlers whose file and folders set none.
    pub(super) max_duration: Option<Duration>,
    /// The limit of bodies where file and folders set none, in bytes.
    pub(super) body_limit: Option<usize>,
    /// `true` if cached responses have compressed forms.
    #[cfg(feature = "compression")]
    pub(super) compress: bool,
    #[cfg(feature = "fetch")]
    pub(super) fetch_client: crate::fetch::FetchClient,
}

impl<S> Options<S> {
    /// Returns the defaults.
    pub(super) fn new() -> Self {
        Self {
            trailing_slash: TrailingSlash::default(),
            not_found: None,
            render_error: None,
            entry: EntryRules::default(),
            observe: ObserveOptions::default(),
            client: ClientOptions::default(),
            layers: None,
            readiness: Readiness::new(),
            max_duration: None,
            body_limit: None,
            #[cfg(feature = "compression")]
            compress: true,
            #[cfg(feature = "fetch")]
            fetch_client: crate::fetch::FetchClient::default(),
        }
    }
}

impl<S> Clone for Options<S> {
    fn clone(&self) -> Self {
        Self {
            trailing_slash: self.trailing_slash,
            not_found: self.not_found.clone(),
            render_error: self.render_error.clone(),
            entry: self.entry.clone(),
            observe: self.observe.clone(),
            client: self.client.clone(),
            layers: self.layers.clone(),
            readiness: self.readiness.clone(),
            max_duration: self.max_duration,
            body_limit: self.body_limit,
            #[cfg(feature = "compression")]
            compress: self.compress,
            #[cfg(feature = "fetch")]
            fetch_client: self.fetch_client.clone(),
        }
    }
}

/// The public folder, if there should be one.
pub(super) type PublicResult = Result<Option<Arc<PublicFolder>>, MissingFolder>;
