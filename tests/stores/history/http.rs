//! A client for requests without a body.

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{Method, Request, Response},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::{error::Error, net::SocketAddr, time::Duration};

/// The time after which a request is given up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A client with a pool of connections.
#[derive(Clone, Debug)]
pub struct Http(Client<HttpConnector, Body>);

impl Default for Http {
    fn default() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }
}

impl Http {
    /// Sends a request and reads the whole response.
    pub async fn send(
        &self,
        method: Method,
        address: SocketAddr,
        path: &str,
    ) -> Result<Response<Bytes>, Box<dyn Error + Send + Sync>> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{address}{path}"))
            .body(Body::empty())?;
        let exchange = async {
            let (parts, body) = self.0.request(request).await?.into_parts();
            let body = to_bytes(Body::new(body), usize::MAX).await?;
            Ok(Response::from_parts(parts, body))
        };
        tokio::time::timeout(PATIENCE, exchange).await?
    }

    /// Sends a `GET` and returns the text.
    pub async fn text(
        &self,
        address: SocketAddr,
        path: &str,
    ) -> Result<String, Box<dyn Error + Send + Sync>> {
        let response = self.send(Method::GET, address, path).await?;
        if !response.status().is_success() {
            return Err(format!("{path}: {}", response.status()).into());
        }
        Ok(String::from_utf8(response.into_body().to_vec())?)
    }
}
