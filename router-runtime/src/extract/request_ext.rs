//! Methods of requests.

use super::{Cookies, Form, Query, response_effects};
#[cfg(feature = "multipart")]
use super::{FormData, FormDataRejection};
use crate::respond::effects::ResponseEffects;
use axum::{
    body::Bytes,
    extract::{
        FromRequest, Json, Request,
        rejection::{BytesRejection, FormRejection, JsonRejection, QueryRejection},
    },
};
use serde::de::DeserializeOwned;
use std::{future::Future, mem};

/// Methods for handlers that take a whole [`Request`], like those of `Request` in the fetch standard.
///
/// The prelude imports it as `_`.
///
/// ```
/// use router_runtime::prelude::*;
///
/// #[derive(serde::Deserialize)]
/// struct Page {
///     page: u32,
/// }
///
/// pub async fn POST(mut request: Request) -> Result<String> {
///     let user = request.cookies().get("user").ok_or_else(unauthorized)?;
///     let Page { page } = request.query()?;
///     let order: serde_json::Value = request.json().await?;
///     Ok(format!("{} on page {page}: {order}", user.value()))
/// }
/// ```
///
/// 1. A method that reads the body takes it out of the request: a second one finds an empty body.
/// 2. Bodies are limited by `body_limit` of the route, 2 MiB by default.
/// 3. Each rejection has the status of the axum extractor with that name (`Json`, `Form`, …). `?` makes it the response.
pub trait RequestExt: Sized + sealed::Sealed {
    /// Deserializes the query, as [`Query`].
    ///
    /// # Errors
    ///
    /// Returns 400 if the query does not fit the type.
    fn query<T: DeserializeOwned>(&self) -> Result<T, QueryRejection>;

    /// Returns the names and values of the query, decoded and in order.
    fn query_pairs(&self) -> Vec<(String, String)>;

    /// Returns the cookies. In a route file they are those of the argument [`Cookies`]: changes are applied to the response.
    /// Outside a router, the cookies can be read, and changes have no effect.
    fn cookies(&self) -> Cookies;

    /// Deserializes the body as JSON, regardless of its `Content-Type`, and skips a byte order mark as the fetch standard does.
    /// [`axum::Json`] requires `application/json`, which a form of another site cannot send.
    ///
    /// # Errors
    ///
    /// Returns 400 if the body is not JSON, 422 if it does not fit the type, or 413 if it is too long.
    fn json<T: DeserializeOwned>(
        &mut self,
    ) -> impl Future<Output = Result<T, JsonRejection>> + Send;

    /// Decodes the body as the fetch standard does: UTF-8 without a byte order mark, with U+FFFD for invalid bytes. [`String`] as
    /// an argument rejects invalid UTF-8.
    ///
    /// # Errors
    ///
    /// Returns 413 if the body is too long, or 400 if it is incomplete.
    fn text(&mut self) -> impl Future<Output = Result<String, BytesRejection>> + Send;

    /// Returns the body as bytes.
    ///
    /// # Errors
    ///
    /// Returns 413 if the body is too long, or 400 if it is incomplete.
    fn bytes(&mut self) -> impl Future<Output = Result<Bytes, BytesRejection>> + Send;

    /// Deserializes the URL-encoded body, or the query of a `GET`, as [`Form`].
    ///
    /// # Errors
    ///
    /// Returns 422 if the body does not fit the type, 400 if the query does not, 415 for another content type, or 413 if the body
    /// is too long.
    fn form<T: DeserializeOwned>(
        &mut self,
    ) -> impl Future<Output = Result<T, FormRejection>> + Send;

    /// Reads a form, URL-encoded or multipart. Feature `multipart`.
    ///
    /// # Errors
    ///
    /// Returns a [`FormDataRejection`] if the form is malformed or too long, or has another content type.
    #[cfg(feature = "multipart")]
    fn form_data(&mut self) -> impl Future<Output = Result<FormData, FormDataRejection>> + Send;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for axum::extract::Request {}
}

impl RequestExt for Request {
    fn query<T: DeserializeOwned>(&self) -> Result<T, QueryRejection> {
        Query::try_from_uri(self.uri()).map(|Query(query)| query)
    }

    fn query_pairs(&self) -> Vec<(String, String)> {
        // Every query is a valid list of pairs.
        self.query().unwrap_or_default()
    }

    fn cookies(&self) -> Cookies {
        let effects = response_effects(self.extensions());
        Cookies::new(effects.unwrap_or_else(|| ResponseEffects::read_only(self.headers())))
    }

    async fn json<T: DeserializeOwned>(&mut self) -> Result<T, JsonRejection> {
        let bytes = self.bytes().await?;
        Json::from_bytes(without_bom(&bytes)).map(|Json(value)| value)
    }

    async fn text(&mut self) -> Result<String, BytesRejection> {
        let bytes = self.bytes().await?;
        Ok(String::from_utf8_lossy(without_bom(&bytes)).into_owned())
    }

    async fn bytes(&mut self) -> Result<Bytes, BytesRejection> {
        Bytes::from_request(take(self), &()).await
    }

    async fn form<T: DeserializeOwned>(&mut self) -> Result<T, FormRejection> {
        let Form(form) = Form::from_request(take(self), &()).await?;
        Ok(form)
    }

    #[cfg(feature = "multipart")]
    async fn form_data(&mut self) -> Result<FormData, FormDataRejection> {
        FormData::from_request(take(self), &()).await
    }
}

/// Skips a byte order mark.
fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Takes the body out of a request and returns it with a copy of the head.
fn take(request: &mut Request) -> Request {
    let mut owned = Request::new(mem::take(request.body_mut()));
    owned.method_mut().clone_from(request.method());
    owned.uri_mut().clone_from(request.uri());
    owned.headers_mut().clone_from(request.headers());
    // The extensions include the body limit.
    owned.extensions_mut().clone_from(request.extensions());
    owned
}

#[cfg(test)]
mod tests;
