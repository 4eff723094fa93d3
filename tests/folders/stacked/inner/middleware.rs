//! Layers of tower-http around a function that changes the query and reads extensions.

use crate::stacks::{Action, Note, action};
use axum::extract::MatchedPath;
use router_runtime::prelude::*;
use tower_http::limit::RequestBodyLimitLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(RequestBodyLimitLayer::new(8))
}

pub async fn middleware(mut request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    match action(request.headers(), "b") {
        Action::Stop => return "b stops".into_response(),
        Action::Method => *request.method_mut() = Method::POST,
        Action::Note => {
            request.extensions_mut().insert(Note("b"));
        }
        Action::Query => {
            let path = request.uri().path().to_owned();
            *request.uri_mut() = format!("{path}?by=b").parse().unwrap();
        }
        Action::Pass => {}
    }
    let mut response = next.run(request).await;
    let matched = matched.as_ref().map_or("none", MatchedPath::as_str);
    let matched = HeaderValue::from_str(matched).unwrap();
    response.headers_mut().append("x-matched", matched);
    crate::trace(&mut response, "b");
    response
}
