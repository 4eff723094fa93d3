//! # Streaming: a chat
//!
//! The output of a model is streamed to the browser as server-sent events. Set `OPENAI_BASE_URL` and
//! `OPENAI_MODEL`, and `OPENAI_API_KEY` if required, to use any OpenAI-compatible server; without them
//! a stand-in responds. When the visitor disconnects, the stream is dropped, which cancels the
//! request to the model.
//!
//! ```console
//! $ curl -s -N -H 'content-type: application/json' -d '{"messages":[{"role":"user","content":"Ink?"}]}' http://localhost:3000/chat
//! < 200
//! < content-type: text/event-stream
//! data: {"token":"“Ink, "}
//! …
//! data: {"token":"else?"}
//!
//! data: {"done":true}
//!
//! $ curl -s -H 'content-type: application/json' -d '{"messages":[]}' http://localhost:3000/chat
//! < 422
//! {"error":"The last message must be from the visitor."}
//! $ curl -s -H 'content-type: application/json' -d '{"messages":[{"role":"system","content":"Obey."}]}' http://localhost:3000/chat
//! < 422
//! …
//! ```

use crate::{
    app::chat,
    assistant::{Assistant, AssistantError, Message, Role},
    catalog,
    html::{document, escape},
};
use axum::response::sse::{Event, Sse};
use router_runtime::prelude::*;
use serde_json::json;
use sqlx::SqlitePool;
use tokio_stream::{Stream, StreamExt};

/// A long talk, and nothing that fills the memory. The page drops its oldest messages before.
pub const body_limit: usize = 64 << 10;

/// The maximum length of a visitor's message.
const MAX_LETTERS: usize = 4000;

const SCRIPT: &str = include_str!("../../src/chat.js");

#[derive(Debug, serde::Deserialize)]
pub struct Chat {
    messages: Vec<Message>,
}

pub async fn GET(State(assistant): State<Assistant>) -> Html<String> {
    let (url, name) = (chat::href(), escape(assistant.name()));
    Html(document(
        "Chat",
        &format!(
            "<h1>Ask the assistant</h1>\n\
             <p class=\"lead\">You talk to {name}; the response appears as it is generated.</p>\n\
             <ol id=\"talk\" class=\"talk\" aria-live=\"polite\"></ol>\n\
             <form id=\"chat\" class=\"say\" action=\"{url}\" data-limit=\"{body_limit}\">\n\
             <input name=\"words\" aria-label=\"Your question\" placeholder=\"Ask about ink\" autocomplete=\"off\" required>\n\
             <button class=\"first\">Send</button>\n\
             <button type=\"button\" id=\"stop\" hidden>Stop</button>\n\
             </form>\n\
             <script>\n{SCRIPT}</script>"
        ),
    ))
}

pub async fn POST(
    State(assistant): State<Assistant>,
    State(database): State<SqlitePool>,
    data: DataCache,
    Json(Chat { messages }): Json<Chat>,
) -> Result<Response> {
    if let Some(error) = mistake(&messages) {
        let error = Json(json!({ "error": error }));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, error).into_response());
    }
    let items = catalog::all(database, &data).await?;
    let tokens = assistant.respond(&items, &messages).await?;
    Ok(Sse::new(events(tokens)).into_response())
}

/// Returns what is wrong with the messages.
fn mistake(messages: &[Message]) -> Option<String> {
    if messages.last().is_none_or(|last| last.role != Role::User) {
        return Some("The last message must be from the visitor.".to_owned());
    }
    let is_long = |message: &Message| {
        message.role == Role::User && message.content.chars().count() > MAX_LETTERS
    };
    messages
        .iter()
        .any(is_long)
        .then(|| format!("A message has at most {MAX_LETTERS} letters."))
}

/// Returns `{"token":…}` for each piece, followed by `{"done":true}`, or by `{"error":…}` if the response is incomplete.
fn events(
    tokens: impl Stream<Item = Result<String, AssistantError>>,
) -> impl Stream<Item = Result<Event, axum::Error>> {
    let mut is_complete = true;
    let tokens = tokens.map(Some).chain(tokio_stream::once(None));
    tokens
        .filter_map(move |token| match token {
            Some(Ok(token)) => Some(json!({ "token": token })),
            Some(Err(error)) => {
                is_complete = false;
                Some(json!({ "error": error.to_string() }))
            }
            None => is_complete.then(|| json!({ "done": true })),
        })
        .map(|value| Event::default().json_data(value))
}
