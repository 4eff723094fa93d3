//! Methods of a whole request.

use super::{Cookies, response_effects};
#[cfg(feature = "multipart")]
use super::{FormData, FormDataRejection};
use crate::respond::effects::ResponseEffects;
use axum::{
    body::Bytes,
    extract::{
        Form, FromRequest, Json, Query, Request,
        rejection::{BytesRejection, FormRejection, JsonRejection, QueryRejection},
    },
};
use serde::de::DeserializeOwned;
use std::{future::Future, mem};

/// What a handler asks of a whole [`Request`].
///
/// What reads the body takes it out of the request: a second reading finds it empty. Bodies end at the limit that holds for the
/// route, without `body_limit` at 2 MiB. Every rejection is the 4xx that axum's extractor of that name answers with, and `?`
/// makes it the answer.
///
/// ```
/// use router_runtime::prelude::*;
///
/// #[derive(serde::Deserialize)]
/// struct Page {
///     page: u32,
/// }
///
/// pub async fn GET(request: Request) -> Result<String> {
///     let Page { page } = request.query()?;
///     let tags: Vec<_> = request.query_pairs().into_iter().filter(|(name, _)| name == "tag").collect();
///     Ok(format!("page {page}, {} tags", tags.len()))
/// }
/// ```
pub trait RequestExt: Sized + sealed::Sealed {
    /// The query, as a type.
    ///
    /// # Errors
    ///
    /// When it does not fit the type: 400.
    fn query<T: DeserializeOwned>(&self) -> Result<T, QueryRejection>;

    /// The names and values of the query, decoded and in order.
    fn query_pairs(&self) -> Vec<(String, String)>;

    /// The cookies. In a route file they are the same as those of the argument [`Cookies`], and changes reach the response;
    /// elsewhere they can only be read.
    fn cookies(&self) -> Cookies;

    /// The body as JSON, whatever its `Content-Type` says. [`axum::Json`] insists on `application/json`, which keeps other sites'
    /// forms out.
    ///
    /// # Errors
    ///
    /// When it is no JSON: 400; not of the type: 422; too long: 413.
    fn json<T: DeserializeOwned>(
        &mut self,
    ) -> impl Future<Output = Result<T, JsonRejection>> + Send;

    /// The body as text, as fetch reads it: UTF-8 without a byte order mark, U+FFFD for what is none. [`String`] as an argument
    /// refuses what is not UTF-8.
    ///
    /// # Errors
    ///
    /// When it is too long: 413; cut short: 400.
    fn text(&mut self) -> impl Future<Output = Result<String, BytesRejection>> + Send;

    /// The body as bytes.
    ///
    /// # Errors
    ///
    /// When it is too long: 413; cut short: 400.
    fn bytes(&mut self) -> impl Future<Output = Result<Bytes, BytesRejection>> + Send;

    /// The URL-encoded body, or the query of a `GET`, as a type.
    ///
    /// # Errors
    ///
    /// When it does not fit the type: 422, or 400 for a query; has another content type: 415; is too long: 413.
    fn form<T: DeserializeOwned>(
        &mut self,
    ) -> impl Future<Output = Result<T, FormRejection>> + Send;

    /// The fields of a form, URL-encoded or multipart. Feature `multipart`.
    ///
    /// # Errors
    ///
    /// When it is malformed, of another content type, or too long: see [`FormDataRejection`].
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
        // Every query is a list of pairs.
        self.query().unwrap_or_default()
    }

    fn cookies(&self) -> Cookies {
        let effects = response_effects(self.extensions());
        Cookies::new(effects.unwrap_or_else(|| ResponseEffects::read_only(self.headers())))
    }

    async fn json<T: DeserializeOwned>(&mut self) -> Result<T, JsonRejection> {
        let bytes = self.bytes().await?;
        Json::from_bytes(&bytes).map(|Json(value)| value)
    }

    async fn text(&mut self) -> Result<String, BytesRejection> {
        let bytes = self.bytes().await?;
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        Ok(String::from_utf8_lossy(text).into_owned())
    }

    async fn bytes(&mut self) -> Result<Bytes, BytesRejection> {
        Bytes::from_request(taken(self), &()).await
    }

    async fn form<T: DeserializeOwned>(&mut self) -> Result<T, FormRejection> {
        let Form(form) = Form::from_request(taken(self), &()).await?;
        Ok(form)
    }

    #[cfg(feature = "multipart")]
    async fn form_data(&mut self) -> Result<FormData, FormDataRejection> {
        FormData::from_request(taken(self), &()).await
    }
}

/// The same request with the body, which the original has no longer.
fn taken(request: &mut Request) -> Request {
    let mut taken = Request::new(mem::take(request.body_mut()));
    taken.method_mut().clone_from(request.method());
    taken.uri_mut().clone_from(request.uri());
    taken.headers_mut().clone_from(request.headers());
    // The limit of the body is among them.
    taken.extensions_mut().clone_from(request.extensions());
    taken
}

#[cfg(test)]
mod tests;
