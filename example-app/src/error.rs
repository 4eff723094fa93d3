//! The errors of the shop, as responses.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use router_runtime::prelude::{Error, not_found};

/// The reason why the shop cannot do what a request demands. `?` converts it into the error of a handler.
#[derive(Debug)]
pub enum ShopError {
    /// There is nothing at the path of the request.
    NotFound,
    /// The request names an item that does not exist.
    UnknownItem,
    /// Another item has the slug.
    SlugTaken,
    /// No piece of the item is left.
    SoldOut,
    /// The values of the request are invalid.
    Invalid(garde::Report),
    /// The database failed. The cause is logged, and not sent.
    Database(sqlx::Error),
}

impl From<sqlx::Error> for ShopError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            error => Self::Database(error),
        }
    }
}

impl From<garde::Report> for ShopError {
    fn from(report: garde::Report) -> Self {
        Self::Invalid(report)
    }
}

impl IntoResponse for ShopError {
    fn into_response(self) -> Response {
        let error = match self {
            Self::NotFound => not_found(),
            Self::UnknownItem => Error::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "item: is not in the shop\n",
            ),
            Self::SlugTaken => Error::new(StatusCode::CONFLICT, "the slug is taken"),
            Self::SoldOut => Error::new(StatusCode::CONFLICT, "the item is sold out"),
            Self::Invalid(report) => {
                Error::new(StatusCode::UNPROCESSABLE_ENTITY, report.to_string())
            }
            Self::Database(error) => error.into(),
        };
        error.into_response()
    }
}

impl From<ShopError> for Error {
    fn from(error: ShopError) -> Self {
        Self::from_response(error)
    }
}
