//! The items that generated code uses. This is not part of the public API.

pub use crate::{
    Href,
    config::{
        RouteConfig, builder::RouteConfigBuilder, region::RegionValue, revalidate::RevalidateValue,
    },
    extract::{
        PathRejection,
        params::{ParamValues, RouteParams, params},
    },
    metadata::asset::Asset,
    routing::{
        AppBuilder, AppService, FolderLayers, StaticInput,
        app::Definition,
        endpoint::{
            Layout, Middleware, StaticPathsFuture,
            metadata::{send_asset, send_document, send_image},
            middleware::{MiddlewareFn, wrap_in_layer, wrap_in_middleware},
            sitemaps, state_argument, static_params,
        },
        entry::BuiltWithPublic,
        handler::{
            Call, HandlerFuture,
            argument::Classify,
            invoke::{
                call_reexport, call0, call1, call2, call3, call4, call5, call6, call7, call8,
                call9, call10, call11, call12, call13, call14, call15, call16, missing_handler,
            },
            signature::{
                ClassifyFuture, ClassifyValue, HandlerOutput, IsFuture, IsValue, ReexportedHandler,
                arguments1, arguments2, arguments3, arguments4, arguments5, arguments6, arguments7,
                arguments8, arguments9, arguments10, arguments11, arguments12, arguments13,
                arguments14, arguments15, arguments16, output, signature0, signature1, signature2,
                signature3, signature4, signature5, signature6, signature7, signature8, signature9,
                signature10, signature11, signature12, signature13, signature14, signature15,
                signature16,
            },
            static_input::{allowed, reexport_allowed},
            sync_handler::{
                sync0, sync1, sync2, sync3, sync4, sync5, sync6, sync7, sync8, sync9, sync10,
                sync11, sync12, sync13, sync14, sync15, sync16,
            },
        },
    },
    table::{IntoRoute, Route, RouteInfo, RouteTable},
};
pub use axum::{
    Router,
    extract::{FromRequest, FromRequestParts},
    http::request::Parts,
    response::IntoResponse,
};

use std::fmt::Display;

/// Creates `ROUTES`.
pub const fn route_table(
    text: &'static str,
    configs: &'static [(usize, RouteConfig)],
    cfgs: &'static [bool],
) -> RouteTable {
    RouteTable::new(text, configs, cfgs)
}

/// Creates the route of a folder's `ROUTE`.
pub const fn route(table: &'static RouteTable, index: usize) -> Route {
    Route::new(table, index)
}

/// Returns a link without parameters.
pub fn href(pattern: &'static str) -> String {
    Href::to(pattern).finish()
}

/// Returns a link with a value for each parameter.
pub fn href_with(pattern: &'static str, values: &[&dyn Display]) -> String {
    let link = values.iter().fold(Href::to(pattern), Href::one);
    link.finish()
}

/// Returns the builder of an application.
pub fn builder<S: Clone + Send + Sync + 'static>(
    definition: &'static Definition<S>,
    state: S,
) -> AppBuilder<S> {
    AppBuilder::new(definition, state)
}

/// Stands in for an application next to reported errors. The crate does not compile, so this never runs.
#[expect(
    clippy::panic,
    reason = "there is no value to return, and the crate does not compile"
)]
pub fn stand_in<T>() -> T {
    panic!("`routes!` reported errors")
}

/// The type of a name that a file does not export. No function, text, number or list has its size.
pub type Absent = [u8; 3];

/// The names that a file can export, all absent. A glob import of the file in an inner block shadows those that it exports.
#[expect(
    non_upper_case_globals,
    reason = "they represent functions and constants"
)]
pub mod absent {
    use super::Absent;

    macro_rules! absent {
        ($($name:ident)*) => { $(pub const $name: Absent = [0; 3];)* };
    }

    absent! {
        GET HEAD POST PUT PATCH DELETE OPTIONS page not_found
        sitemap robots manifest icon apple_icon opengraph_image twitter_image
        generate_static_params generate_sitemaps
        dynamic revalidate dynamic_params fetch_cache runtime preferred_region max_duration body_limit
        cache_query cache_vary cache_tags cache_expire stale_if_error
    }
}

/// Stops the build with this message if the file exports the name.
#[track_caller]
pub const fn no_handler<T>(_: &T, problem: &str) {
    if size_of::<T>() != size_of::<Absent>() {
        refuse(problem);
    }
}

/// Stops the build with this message if the file exports a constant of the name.
#[track_caller]
pub const fn no_config<T>(value: &T, problem: &str) {
    if size_of::<T>() > 0 {
        no_handler(value, problem);
    }
}

#[track_caller]
#[expect(
    clippy::panic,
    reason = "a panic during constant evaluation is a compile error"
)]
const fn refuse(problem: &str) -> ! {
    panic!("{}", problem)
}
