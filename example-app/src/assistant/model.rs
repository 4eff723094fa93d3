//! A model behind `POST …/chat/completions`, asked with `"stream": true`.

use super::{
    Message, Problem, Tokens,
    chunk::{self, Piece},
    wrong,
};
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

const INSTRUCTION: &str =
    "You are the assistant of a small stationery shop. Answer in a few plain sentences.";
/// All events of an answer, and the longest of them.
const MAX_ANSWER: usize = 4 << 20;
const MAX_REFUSAL: usize = 64 << 10;

/// A model and where it is.
#[derive(Clone, Debug)]
pub(super) struct Model {
    client: Client,
    url: Url,
    name: String,
    /// Marked as sensitive, so that no log shows it.
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
        let url = Url::parse(&url).map_err(|error| wrong("OPENAI_BASE_URL", error))?;
        let authorization = key
            .map(|key| HeaderValue::try_from(format!("Bearer {key}")))
            .transpose()
            .map_err(|_| wrong("OPENAI_API_KEY", "is not a key"))?
            .map(|mut value| {
                value.set_sensitive(true);
                value
            });
        let patience = Duration::from_secs(seconds);
        let client = Client::builder()
            .connect_timeout(patience)
            .read_timeout(patience)
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

    pub(super) async fn answer(&self, messages: &[Message]) -> Result<Tokens, Problem> {
        let mut said = vec![json!({ "role": "system", "content": INSTRUCTION })];
        said.extend(messages.iter().map(|message| json!(message)));
        let body = json!({ "model": self.name, "messages": said, "stream": true });
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
            return Err(refused(response).await);
        }
        let content_type = response.headers().get(header::CONTENT_TYPE);
        if !content_type.is_some_and(|it| it.as_bytes().starts_with(b"text/event-stream")) {
            return Err(Problem::Unreadable);
        }
        let body = Limited::new(reqwest::Body::from(response), MAX_ANSWER);
        let events = SseStream::new(body.map_err(io::Error::other));
        Ok(Box::pin(Answer {
            events: Some(Box::pin(events)),
        }))
    }
}

async fn refused(response: Response) -> Problem {
    let status = response.status();
    let body = Limited::new(reqwest::Body::from(response), MAX_REFUSAL);
    // A refusal whose reason does not arrive is a refusal.
    let body = body.collect().await.map(Collected::to_bytes);
    let reason = chunk::refusal(&body.unwrap_or_default());
    tracing::warn!("the model's server answered {status}: {reason}");
    Problem::Refused { status, reason }
}

fn log(error: &reqwest::Error) {
    tracing::warn!("the model's server was not reached: {error:?}");
}

type Events = Pin<Box<dyn Stream<Item = Result<Sse, sse_stream::Error>> + Send>>;

/// The words of the events; the connection is gone as soon as there are no more.
struct Answer {
    events: Option<Events>,
}

impl Stream for Answer {
    type Item = Result<String, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(events) = &mut self.events {
            let piece = match ready!(events.as_mut().poll_next(cx)) {
                None => Err(Problem::BrokeOff),
                Some(Err(error)) => Err(broken(&error)),
                Some(Ok(Sse { data: None, .. })) => continue,
                Some(Ok(Sse {
                    data: Some(data), ..
                })) => chunk::read(&data),
            };
            if !matches!(piece, Ok(Piece::Words { last: false, .. })) {
                self.events = None;
            }
            match piece {
                Ok(Piece::Words { text, .. }) if !text.is_empty() => {
                    return Poll::Ready(Some(Ok(text)));
                }
                Ok(_) => {}
                Err(problem) => return Poll::Ready(Some(Err(problem))),
            }
        }
        Poll::Ready(None)
    }
}

fn broken(error: &sse_stream::Error) -> Problem {
    tracing::warn!("the model's answer broke off: {error:?}");
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error
            .downcast_ref::<reqwest::Error>()
            .is_some_and(reqwest::Error::is_timeout)
        {
            return Problem::Silent;
        }
        // `source` of an `io::Error` leaves out the very error that it wraps.
        cause = match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    Problem::BrokeOff
}
