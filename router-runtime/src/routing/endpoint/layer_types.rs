//! The types of layers whose code cannot read axum's path parameters.

use super::wrapping::WrappingUse;
use crate::routing::handler::AxumExtensions;
use std::any::type_name;

/// Types that read none of the extensions that axum's Router inserts, change no URI, and hide no other type: their type parameters are
/// all types that they contain. Every other type may be, contain or call one that reads them.
const KNOWN: [&str; 7] = [
    "axum_core::extract::default_body_limit::private::DefaultBodyLimitService",
    "core::option::Option",
    "http::header::value::HeaderValue",
    "tower_http::limit::service::RequestBodyLimit",
    "tower_http::set_header::request::single_header::SetRequestHeader",
    "tower_http::set_header::response::single_header::SetResponseHeader",
    "tower_http::timeout::service::Timeout",
];

/// A service that clones its value, of any type, into each request, which the value does not see.
const WITH_VALUE: &str = "axum::extension::AddExtension";

/// Types that change the headers or the client's address in a request. Effects on responses are created from those of the original
/// request.
const CHANGES_REQUEST: [&str; 2] = ["ConnectInfo", "SetRequestHeader"];

/// The known type that changes responses. The others respond themselves, or pass the response on unchanged.
const SET_RESPONSE_HEADER: &str = "SetResponseHeader";

/// Returns the uses of requests and responses by a service. Services of known types are always ready, and a clone of one calls the service
/// inside it at most once.
///
/// The type of path parameters is private to axum, so that only code that calls axum can read them. A name of a type that is not the
/// expected one, such as that of another version of a crate, only makes the service slower.
///
/// `Inner` is the innermost service.
pub(super) fn uses_by<T, Inner>() -> WrappingUse {
    let name = type_name::<T>();
    if is_known(name, type_name::<Inner>()) {
        WrappingUse {
            axum_extensions: AxumExtensions::Missing,
            reads_context: CHANGES_REQUEST.iter().any(|it| name.contains(it)),
            changes_response: name.contains(SET_RESPONSE_HEADER),
        }
    } else {
        WrappingUse {
            axum_extensions: AxumExtensions::All,
            reads_context: true,
            changes_response: true,
        }
    }
}

/// Returns `true` if a type consists only of known types.
fn is_known(name: &str, inner: &str) -> bool {
    let with_value = name.strip_prefix(WITH_VALUE).and_then(|rest| {
        rest.strip_prefix('<')?
            .strip_prefix(inner)?
            .strip_prefix(", ")
    });
    if with_value.is_some() {
        return true;
    }
    let mut paths = name.split(['<', '>', ',', ' ']).filter(|it| !it.is_empty());
    paths.all(|path| path == inner || KNOWN.contains(&path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        Extension,
        extract::{ConnectInfo, DefaultBodyLimit, Request},
        http::{HeaderValue, StatusCode, header::SERVER},
        response::Response,
    };
    use std::{convert::Infallible, net::SocketAddr, time::Duration};
    use tower::{
        Layer, ServiceBuilder,
        layer::util::{Identity, Stack},
        util::{BoxCloneService, BoxCloneSyncService, BoxService, MapRequestLayer},
    };
    use tower_http::{
        cors::CorsLayer,
        limit::RequestBodyLimitLayer,
        set_header::{SetRequestHeaderLayer, SetResponseHeaderLayer},
        timeout::TimeoutLayer,
    };

    #[derive(Clone)]
    struct Inner;

    type Erased = BoxCloneService<Request, Response, Infallible>;

    fn extensions_for<T, Inner>() -> AxumExtensions {
        uses_by::<T, Inner>().axum_extensions
    }

    fn of<L: Layer<Inner>>(_: &L) -> AxumExtensions {
        extensions_for::<L::Service, Inner>()
    }

    fn pass(request: Request) -> Request {
        request
    }

    #[test]
    fn known_layers_read_no_extensions() {
        use AxumExtensions::Missing;
        let value = HeaderValue::from_static("shop");
        assert_eq!(of(&Identity::new()), Missing);
        assert_eq!(of(&DefaultBodyLimit::disable()), Missing);
        assert_eq!(of(&RequestBodyLimitLayer::new(8)), Missing);
        let status = StatusCode::GATEWAY_TIMEOUT;
        assert_eq!(
            of(&TimeoutLayer::with_status_code(
                status,
                Duration::from_secs(1)
            )),
            Missing
        );
        assert_eq!(
            of(&SetRequestHeaderLayer::overriding(SERVER, value.clone())),
            Missing
        );
        assert_eq!(
            of(&SetResponseHeaderLayer::overriding(SERVER, value.clone())),
            Missing
        );
        let both = ServiceBuilder::new()
            .layer(RequestBodyLimitLayer::new(8))
            .layer(SetResponseHeaderLayer::overriding(SERVER, Some(value)));
        assert_eq!(of(&both), Missing);
        assert_eq!(
            of(&Stack::new(Identity::new(), DefaultBodyLimit::max(1))),
            Missing
        );
        // A value does not see the request.
        assert_eq!(of(&Extension(1_u8)), Missing);
        assert_eq!(of(&Extension(pass as fn(Request) -> Request)), Missing);
    }

    #[test]
    fn what_may_hide_another_type_may_read_all() {
        use AxumExtensions::All;
        assert_eq!(of(&MapRequestLayer::new(|request: Request| request)), All);
        assert_eq!(of(&MapRequestLayer::new(pass)), All);
        assert_eq!(
            of(&MapRequestLayer::new(pass as fn(Request) -> Request)),
            All
        );
        // The predicates of CORS receive the parts of a request, and the type does not show them.
        assert_eq!(of(&CorsLayer::permissive()), All);
        assert_eq!(extensions_for::<Erased, Inner>(), All);
        assert_eq!(
            extensions_for::<BoxCloneSyncService<Request, Response, Infallible>, Inner>(),
            All
        );
        assert_eq!(
            extensions_for::<BoxService<Request, Response, Infallible>, Inner>(),
            All
        );
        assert_eq!(extensions_for::<axum::routing::Route, Inner>(), All);
        assert_eq!(extensions_for::<axum::Router, Inner>(), All);
        assert_eq!(extensions_for::<axum::middleware::Next, Inner>(), All);
        assert_eq!(extensions_for::<Box<Inner>, Inner>(), All);
        assert_eq!(extensions_for::<Option<Box<dyn Send>>, Inner>(), All);
        assert_eq!(
            extensions_for::<tower_http::timeout::Timeout<Erased>, Inner>(),
            All
        );
        assert_eq!(
            extensions_for::<tower_http::timeout::Timeout<&Inner>, Inner>(),
            All
        );
        assert_eq!(
            extensions_for::<<Extension<u8> as Layer<Erased>>::Service, Inner>(),
            All
        );
        let around = ServiceBuilder::new()
            .layer(Extension(1_u8))
            .layer(MapRequestLayer::new(pass));
        assert_eq!(of(&around), All);
    }

    #[test]
    fn only_layers_that_set_headers_of_responses_change_them() {
        fn changes<L: Layer<Inner>>(_: &L) -> bool {
            uses_by::<L::Service, Inner>().changes_response
        }
        let value = HeaderValue::from_static("a");
        let status = StatusCode::GATEWAY_TIMEOUT;
        let timeout = TimeoutLayer::with_status_code(status, Duration::from_secs(1));
        assert!(!changes(&timeout));
        assert!(!changes(&Extension(1_u8)));
        assert!(!changes(&DefaultBodyLimit::max(1)));
        assert!(!changes(&RequestBodyLimitLayer::new(1)));
        assert!(!changes(&SetRequestHeaderLayer::overriding(
            SERVER,
            value.clone()
        )));
        assert!(changes(&SetResponseHeaderLayer::overriding(SERVER, value)));
        assert!(changes(&CorsLayer::new()));
    }

    #[test]
    fn the_context_has_the_effects_for_a_request_that_layers_change() {
        fn reads<L: Layer<Inner>>(_: &L) -> bool {
            uses_by::<L::Service, Inner>().reads_context
        }
        let value = HeaderValue::from_static("a");
        assert!(!reads(&Extension(1_u8)));
        assert!(!reads(&SetResponseHeaderLayer::overriding(
            SERVER,
            value.clone()
        )));
        assert!(reads(&SetRequestHeaderLayer::overriding(SERVER, value)));
        assert!(reads(&Extension(ConnectInfo(SocketAddr::from((
            [127, 0, 0, 1],
            1
        ))))));
    }
}
