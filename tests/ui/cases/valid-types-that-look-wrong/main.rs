use router_runtime::routes;

pub mod other {
    use axum::{
        extract::{FromRef, FromRequestParts},
        http::request::Parts,
        response::{IntoResponse, Response},
    };
    use std::convert::Infallible;

    macro_rules! both {
        ($name:ident) => {
            #[allow(non_camel_case_types)]
            #[derive(Clone)]
            pub struct $name;

            impl<S: Sync> FromRequestParts<S> for $name {
                type Rejection = Infallible;

                async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
                    Ok(Self)
                }
            }

            impl IntoResponse for $name {
                fn into_response(self) -> Response {
                    Response::default()
                }
            }
        };
    }

    both!(u32);
    both!(String);
    both!(Thing);
    both!(Json);

    pub trait Is {
        type Next;
    }

    impl Is for Thing {
        type Next = axum::middleware::Next;
    }

    #[derive(Clone)]
    pub struct Pool;

    impl FromRef<()> for Pool {
        fn from_ref((): &()) -> Self {
            Self
        }
    }

    impl<'de> serde::Deserialize<'de> for crate::app_implemented_route::New {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Ok(Self)
        }
    }

    impl IntoResponse for crate::app_implemented_route::New {
        fn into_response(self) -> Response {
            Response::default()
        }
    }
}

/// A type of the crate with the name of an extractor.
pub struct Origin(&'static str);

impl router_runtime::StaticInput for Origin {}

impl<S: Sync> axum::extract::FromRequestParts<S> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        _: &mut axum::http::request::Parts,
        _: &S,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self("here"))
    }
}

routes!("cases/valid-types-that-look-wrong/app");

fn main() {
    let _ = app::router();
}
