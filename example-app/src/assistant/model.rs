//! A model behind `POST …/chat/completions` with `"stream": true`.

use super::{
    chunk::{self, Piece},
    error::{AssistantError, invalid},
    message::{Message, Tokens},
};
use crate::catalog::Item;
use axum::http::{HeaderValue, header};
use http_body_util::{BodyExt, Collected, Limited};
use reqwest::{Client, Response, Url, redirect};
use serde_json::json;
use sse_stream::{Sse, SseStream};
use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio_stream::Stream;

const INSTRUCTION: &str = "You are the assistant of a small stationery shop. Answer in a few plain sentences. \
     The prices:";
/// The maximum size of a response in bytes.
const MAX_RESPONSE: usize = 4 << 20;
/// The maximum size of an error response in bytes.
const MAX_ERROR: usize = 64 << 10;

/// A model and its server.
#[derive(Clone, Debug)]
pub(super) struct Model {
    client: Client,
    url: Url,
    name: String,
    /// The key, marked as sensitive so that it is not logged.
    authorization: Option<HeaderValue>,
}

impl Model {
    pub(super) fn new(
        base: &str,
        name: String,
        key: Option<&str>,
        seconds: u64,
    ) -> io::Result<Self> {
        let url = format!("{}/chat/completions", base.trim_end_matches('/'));
        let url = Url::parse(&url).map_err(|error| invalid("OPENAI_BASE_URL", error))?;
        let authorization = key
            .map(|key| HeaderValue::try_from(format!("Bearer {key}")))
            .transpose()
            .map_err(|_| invalid("OPENAI_API_KEY", "is not a key"))?
            .map(|mut value| {
                value.set_sensitive(true);
                value
            });
        let timeout = Duration::from_secs(seconds);
        let client = Client::builder()
            .connect_timeout(timeout)
            .read_timeout(timeout)
            .redirect(redirect::Policy::none())
            .build()
            .map_err(io::Error::other)?;
        Ok(Self {
            client,
            url,
            name,
            authorization,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) async fn respond(
        &self,
        items: &[Item],
        messages: &[Message],
    ) -> Result<Tokens, AssistantError> {
        let prices = items
            .iter()
            .map(|item| format!("\n{}: {}", item.name, item.price()));
        let instruction = format!("{INSTRUCTION}{}", prices.collect::<String>());
        let mut prompt = vec![json!({ "role": "system", "content": instruction })];
        prompt.extend(messages.iter().map(|message| json!(message)));
        let body = json!({ "model": self.name, "messages": prompt, "stream": true });
        let mut request = self
            .client
            .post(self.url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "text/event-stream")
            .body(body.to_string());
        if let Some(authorization) = &self.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let response = request.send().await.inspect_err(log)?;
        if !response.status().is_success() {
            return Err(rejected(response).await);
        }
        let content_type = response.headers().get(header::CONTENT_TYPE);
        if !content_type.is_some_and(|it| it.as_bytes().starts_with(b"text/event-stream")) {
            return Err(AssistantError::Invalid);
        }
        let body = Limited::new(reqwest::Body::from(response), MAX_RESPONSE);
        let events = SseStream::new(body.map_err(io::Error::other));
        Ok(Box::pin(TokenStream {
            events: Some(Box::pin(events)),
        }))
    }
}

async fn rejected(response: Response) -> AssistantError {
    let status = response.status();
    let body = Limited::new(reqwest::Body::from(response), MAX_ERROR);
    // The reason is optional.
    let body = body.collect().await.map(Collected::to_bytes);
    let reason = chunk::error_reason(&body.unwrap_or_default());
    tracing::warn!("the model's server returned {status}: {reason}");
    AssistantError::Refused { status, reason }
}

fn log(error: &reqwest::Error) {
    tracing::warn!("the model's server cannot be reached: {error:?}");
}

type Events = Pin<Box<dyn Stream<Item = Result<Sse, sse_stream::Error>> + Send>>;

/// A stream of the texts of the events. It closes the connection after the last one.
struct TokenStream {
    events: Option<Events>,
}

impl Stream for TokenStream {
    type Item = Result<String, AssistantError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(events) = &mut self.events {
            let piece = match ready!(events.as_mut().poll_next(cx)) {
                None => Err(AssistantError::Incomplete),
                Some(Err(error)) => Err(interrupted(&error)),
                Some(Ok(Sse { data: None, .. })) => continue,
                Some(Ok(Sse {
                    data: Some(data), ..
                })) => chunk::read(&data),
            };
            if !matches!(piece, Ok(Piece::Text { last: false, .. })) {
                self.events = None;
            }
            match piece {
                Ok(Piece::Text { text, .. }) if !text.is_empty() => {
                    return Poll::Ready(Some(Ok(text)));
                }
                Ok(_) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        Poll::Ready(None)
    }
}

fn interrupted(error: &sse_stream::Error) -> AssistantError {
    tracing::warn!("the model's response ended early: {error:?}");
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error
            .downcast_ref::<reqwest::Error>()
            .is_some_and(reqwest::Error::is_timeout)
        {
            return AssistantError::TimedOut;
        }
        // `io::Error::source` skips the error that it wraps.
        cause = match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    AssistantError::Incomplete
}
