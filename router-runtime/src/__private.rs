//! What generated code names, and nothing else does. No part of the public API.

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
        AppBuilder, AppService, IntoRoute, Route, RouteInfo, RouteTable,
        app::Definition,
        call::*,
        extract::Tag,
        known::{Known, KnownFuture, sitemaps, state_argument, static_params},
        layout::Layout,
        metadata::{send_asset, send_document, send_image},
        middleware::{FolderLayers, Middleware, wrap_in_layer, wrap_in_middleware},
        plain::*,
        signature::*,
        static_input::{StaticInput, allowed, reexport_allowed},
    },
};
use std::fmt::Display;

pub use axum::{Router, extract::FromRequestParts, http::request::Parts};

/// The table of `ROUTES`.
pub const fn route_table(
    text: &'static str,
    configs: &'static [(usize, RouteConfig)],
    cfgs: &'static [bool],
) -> RouteTable {
    RouteTable::new(text, configs, cfgs)
}

/// What a folder's `ROUTE` stands for.
pub const fn route(table: &'static RouteTable, index: usize) -> Route {
    Route::new(table, index)
}

/// A link without values.
pub fn href(pattern: &'static str) -> String {
    Href::to(pattern).finish()
}

/// A link with a value for each parameter.
pub fn href_with(pattern: &'static str, values: &[&dyn Display]) -> String {
    let link = values.iter().fold(Href::to(pattern), Href::one);
    link.finish()
}

/// The builder of an application.
pub fn builder<S: Clone + Send + Sync + 'static>(
    definition: &'static Definition<S>,
    state: S,
) -> AppBuilder<S> {
    AppBuilder::new(definition, state)
}

/// Stands where the application could not be made; the compiler stops before this can run.
#[expect(
    clippy::panic,
    reason = "there is no value to give, and the crate does not compile"
)]
pub fn stand_in<T>() -> T {
    panic!("`routes!` reported errors")
}

/// Stands where a file exports nothing of a name. No function, text, number or list has its size.
pub type Absent = [u8; 3];

/// The names that a file can export, each absent: a glob import of the file in an inner block hides those that it has.
#[expect(
    non_upper_case_globals,
    reason = "they stand for functions and constants"
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

/// Stops the build with this text where a name stands for something of the file's.
#[track_caller]
pub const fn no_handler<T>(_: &T, problem: &str) {
    if size_of::<T>() != size_of::<Absent>() {
        refuse(problem);
    }
}

/// The same, but a function is no config.
#[track_caller]
pub const fn no_config<T>(value: &T, problem: &str) {
    if size_of::<T>() > 0 {
        no_handler(value, problem);
    }
}

#[track_caller]
#[expect(
    clippy::panic,
    reason = "a panic during constant evaluation is how the compiler is told of an error"
)]
const fn refuse(problem: &str) -> ! {
    panic!("{}", problem)
}
