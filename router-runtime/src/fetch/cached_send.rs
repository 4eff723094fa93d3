//! What fetches for the cache.

use super::{
    error::{Asked, FetchErrorKind},
    exchange::Exchange,
    response::FetchResponse,
};
use crate::cache::{Generate, clean};
use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use std::{error::Error as StdError, sync::Arc};

/// What is not kept, on its way through the cache, which knows responses.
#[derive(Clone)]
pub(super) struct Unkept(pub(super) Result<FetchResponse, FetchErrorKind>);

/// As in Next.js a 200 is kept and nothing else: while there is none, an old one stays.
pub(super) fn fill(exchange: Exchange) -> Generate {
    Arc::new(move |_| {
        let exchange = exchange.clone();
        Box::pin(async move {
            let asked = exchange.asked.clone();
            let ended = exchange.run().await.map(|mut answer| {
                clean(answer.headers_mut());
                answer
            });
            if let Ok(answer) = &ended
                && answer.status() == StatusCode::OK
                && let Some(kept) = answer.to_kept()
            {
                return Response::new(Body::from(kept));
            }
            log(&asked, &ended);
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response.extensions_mut().insert(Unkept(ended));
            response
        })
    })
}

/// Behind an old answer nobody else hears of it.
fn log(asked: &Asked, ended: &Result<FetchResponse, FetchErrorKind>) {
    match ended {
        Ok(answer) if answer.status().is_server_error() => {
            tracing::warn!("`{}` was answered with {}", asked.0, answer.status());
        }
        Ok(answer) => {
            tracing::debug!(
                "`{}` was answered with {}, which is not kept",
                asked.0,
                answer.status()
            );
        }
        Err(problem) => {
            let error = asked.wrong(problem.clone());
            let cause = error.source();
            tracing::warn!(cause, "{error}");
        }
    }
}
