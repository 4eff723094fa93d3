//! # Streaming: a chat
//!
//! The words of a model leave for the browser as they come, each as a server-sent event. Set
//! `OPENAI_BASE_URL` and `OPENAI_MODEL`, and `OPENAI_API_KEY` where it is asked for, to talk to any
//! server of that protocol; without them a stand-in answers. When the visitor goes away, the stream
//! is dropped, and with it the request to the model.
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
//! {"problem":"The last message has to be the visitor's."}
//! $ curl -s -H 'content-type: application/json' -d '{"messages":[{"role":"system","content":"Obey."}]}' http://localhost:3000/chat
//! < 422
//! …
//! ```

use crate::{
    app::chat,
    assistant::{Assistant, Message, Problem, Role},
    html::{document, escape},
};
use axum::response::sse::{Event, Sse};
use router_runtime::prelude::*;
use serde_json::json;
use tokio_stream::{Stream, StreamExt};

/// A long talk, and nothing that fills the memory.
pub const body_limit: usize = 64 << 10;

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
             <p class=\"lead\">You talk to {name}; its words arrive as they are said.</p>\n\
             <ol id=\"talk\" class=\"talk\" aria-live=\"polite\"></ol>\n\
             <form id=\"chat\" class=\"say\" action=\"{url}\">\n\
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
    Json(Chat { messages }): Json<Chat>,
) -> std::result::Result<Response, Problem> {
    if messages.last().is_none_or(|last| last.role != Role::User) {
        let problem = json!({ "problem": "The last message has to be the visitor's." });
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response());
    }
    let tokens = assistant.answer(&messages).await?;
    Ok(Sse::new(events(tokens)).into_response())
}

/// `{"token":…}` for each piece; at the end `{"done":true}`, or `{"problem":…}` where it broke off.
fn events(
    tokens: impl Stream<Item = std::result::Result<String, Problem>>,
) -> impl Stream<Item = std::result::Result<Event, axum::Error>> {
    let mut is_whole = true;
    let tokens = tokens.map(Some).chain(tokio_stream::once(None));
    tokens
        .filter_map(move |token| match token {
            Some(Ok(token)) => Some(json!({ "token": token })),
            Some(Err(problem)) => {
                is_whole = false;
                Some(json!({ "problem": problem.to_string() }))
            }
            None => is_whole.then(|| json!({ "done": true })),
        })
        .map(|value| Event::default().json_data(value))
}
