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
        AppBuilder, AppService, StaticInput,
        app::Definition,
        endpoint::{
            ErrorFile, GeneratorArgumentOf, Layout, Middleware, SitemapIds, StaticParams,
            StaticPathsFuture, Wrapping, WrappingUse,
            function::{MiddlewareFn, wrap_in_middleware},
            layers::{wrap_in_layer, wrap_in_method_layer},
            metadata::{send_asset, send_document, send_image},
            sitemaps, state_argument, static_params,
        },
        entry::BuiltWithPublic,
        handler::{
            AxumExtensions, Call, HandlerFuture,
            argument::Classify,
            invoke::{
                call_reexport, call0, call1, call2, call3, call4, call5, call6, call7, call8,
                call9, call10, call11, call12, call13, call14, call15, call16, missing_handler,
            },
            place::{
                At, placed_sync0, placed_sync1, placed_sync2, placed_sync3, placed_sync4,
                placed_sync5, placed_sync6, placed_sync7, placed_sync8, placed_sync9,
                placed_sync10, placed_sync11, placed_sync12, placed_sync13, placed_sync14,
                placed_sync15, placed_sync16, placed0, placed1, placed2, placed3, placed4, placed5,
                placed6, placed7, placed8, placed9, placed10, placed11, placed12, placed13,
                placed14, placed15, placed16,
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
pub use std::marker::PhantomData;

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

/// The type of an application's state.
#[diagnostic::on_unimplemented(
    message = "[R0133] the state `{Self}` cannot be shared by requests, expected a type that is `Clone`, `Send` and `Sync`",
    label = "every request gets a clone of the state",
    note = "write `#[derive(Clone)]` before `{Self}`; put what is expensive to clone, or not `Sync`, into an `Arc`"
)]
pub trait SharedState: Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> SharedState for T {}

/// One of the functions that users call.
pub trait EntryPoint<S: 'static> {
    /// The type that the function returns.
    type Output;

    /// Finishes the application.
    fn finish(builder: AppBuilder<S>) -> Self::Output
    where
        S: SharedState;
}

macro_rules! entry_points {
    ($($name:ident: $output:ty = |$builder:ident| $finished:expr;)*) => {$(
        /// The function of this name.
        #[expect(non_camel_case_types, reason = "it is named as the function")]
        #[derive(Debug)]
        pub struct $name;

        impl<S: 'static> EntryPoint<S> for $name {
            type Output = $output;

            fn finish($builder: AppBuilder<S>) -> Self::Output
            where
                S: SharedState,
            {
                $finished
            }
        }
    )*};
}

/// The functions that users call.
pub mod entry_points {
    use super::{AppBuilder, AppService, EntryPoint, Router, SharedState};

    entry_points! {
        builder: AppBuilder<S> = |it| it;
        router: Router = |it| it.router();
        routes: Router = |it| it.routes();
        service: AppService<S> = |it| it.service();
    }
}

/// Calls an entry point.
pub fn enter<E: EntryPoint<S>, S: SharedState>(
    _: &E,
    definition: &'static Definition<S>,
    state: S,
) -> E::Output {
    E::finish(AppBuilder::new(definition, state))
}

/// Takes the place of the application where errors are reported. The crate does not compile, so this never runs.
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
        dynamic revalidate dynamic_params fetch_cache runtime preferred_region max_duration body_limit check_origin
        cache_query cache_vary cache_cookies cache_tags cache_shared cache_expire stale_if_error
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
