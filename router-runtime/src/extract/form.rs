//! The extractor of URL-encoded forms, also a response.

use super::lists;
use axum::{
    body::Body,
    extract::{
        FromRequest, RawForm, Request,
        rejection::{FormRejection, RawFormRejection},
    },
    http::{HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use std::ops::{Deref, DerefMut};

/// An extractor of a URL-encoded body, or of the query of a `GET`. As a response, it sends a URL-encoded body.
///
/// ```
/// use router_runtime::prelude::*;
///
/// #[derive(serde::Deserialize)]
/// pub struct Order {
///     name: String,
///     #[serde(default)]
///     item: Vec<String>,
/// }
///
/// // app/orders/route.rs: `name=Ada&item=pen&item=ink` has two items
/// pub async fn POST(Form(order): Form<Order>) -> String {
///     format!("{} ordered {}", order.name, order.item.join(" and "))
/// }
/// ```
///
/// 1. It accepts what axum's [`Form`](axum::Form) accepts, and rejects with the same responses: 422 for a body that does not fit the
///    type, 400 for a query that does not fit, 415 for another content type, 413 for a body above `body_limit`. Handlers may take axum's
///    extractor as well.
/// 2. Repeated names and empty values are read as by [`Query`](super::Query).
#[derive(Debug, Clone, Copy, Default)]
#[must_use]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = FormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, FormRejection> {
        let method = request.method().clone();
        let RawForm(pairs) = match RawForm::from_request(request, state).await {
            Ok(pairs) => pairs,
            Err(RawFormRejection::BytesRejection(it)) => return Err(it.into()),
            Err(RawFormRejection::InvalidFormContentType(it)) => return Err(it.into()),
            Err(other) => return Err(lists::form_rejection(method, &other.body_text()).await),
        };
        let reason = match lists::read(&pairs) {
            Ok(form) => return Ok(Self(form)),
            Err(reason) => reason,
        };
        // For types like `HashMap<String, String>`, where axum keeps the last of several values.
        if let Ok(form) = axum::Form::from_request(again(pairs), &()).await {
            return Ok(Self(form.0));
        }
        Err(lists::form_rejection(method, &reason).await)
    }
}

/// A request with the pairs as its body, which was within its limit.
fn again(pairs: axum::body::Bytes) -> Request {
    let mut request = Request::new(Body::from(pairs));
    *request.method_mut() = Method::POST;
    let urlencoded = HeaderValue::from_static("application/x-www-form-urlencoded");
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, urlencoded);
    request
}

impl<T: Serialize> IntoResponse for Form<T> {
    fn into_response(self) -> Response {
        axum::Form(self.0).into_response()
    }
}

impl<T> Deref for Form<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Form<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
