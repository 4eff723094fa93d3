//! The events of an OpenAI-compatible chat: one per piece of the response, then `[DONE]`.

use super::error::AssistantError;
use serde::Deserialize;
use serde_json::Value;

/// The maximum number of characters of an error that visitors see.
const MAX_REASON: usize = 300;

/// The meaning of an event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The next text, which can be empty, and whether it is the last one.
    Text { text: String, last: bool },
    /// The response is complete.
    End,
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    delta: Delta,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
struct Delta {
    content: Option<String>,
}

/// Parses the data of an event.
pub(super) fn read(data: &str) -> Result<Piece, AssistantError> {
    if data.trim() == "[DONE]" {
        return Ok(Piece::End);
    }
    let chunk: Chunk = serde_json::from_str(data).map_err(|_| AssistantError::Invalid)?;
    if let Some(error) = chunk.error {
        return Err(AssistantError::Failed(reason(&error)));
    }
    // The last chunk can contain usage only.
    let (text, last) = match chunk.choices.into_iter().next() {
        Some(choice) => (choice.delta.content, choice.finish_reason.is_some()),
        None => (None, false),
    };
    let text = text.unwrap_or_default();
    Ok(Piece::Text { text, last })
}

/// Returns the reason in the body of an error: `{"error":{"message":"…"}}`, `{"error":"…"}`, or text.
pub(super) fn error_reason(body: &[u8]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(body) => body.get("error").map_or_else(String::new, reason),
        Err(_) => truncate(&String::from_utf8_lossy(body)),
    }
}

fn reason(error: &Value) -> String {
    let text = error.get("message").unwrap_or(error);
    truncate(text.as_str().unwrap_or_default())
}

fn truncate(text: &str) -> String {
    let mut letters = text.trim().chars();
    let mut text: String = letters.by_ref().take(MAX_REASON).collect();
    if letters.next().is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_is_parsed() {
        let words = |text: &str, last| {
            let text = text.to_owned();
            Ok(Piece::Text { text, last })
        };
        for (data, piece) in [
            (
                r#"{"choices":[{"delta":{"role":"assistant"}}]}"#,
                words("", false),
            ),
            (
                r#"{"choices":[{"delta":{"content":"Ink"},"finish_reason":null}]}"#,
                words("Ink", false),
            ),
            (
                r#"{"choices":[{"delta":{"content":"."},"finish_reason":"stop"}]}"#,
                words(".", true),
            ),
            (
                r#"{"choices":[{"delta":{},"finish_reason":"length"}]}"#,
                words("", true),
            ),
            (
                r#"{"choices":[],"usage":{"total_tokens":7}}"#,
                words("", false),
            ),
            ("[DONE]", Ok(Piece::End)),
            (
                r#"{"error":{"message":"overloaded"}}"#,
                Err(AssistantError::Failed("overloaded".to_owned())),
            ),
            ("<html>", Err(AssistantError::Invalid)),
            ("{", Err(AssistantError::Invalid)),
        ] {
            assert_eq!(read(data), piece, "{data}");
        }
    }

    #[test]
    fn the_reason_of_an_error_is_found_and_truncated() {
        for (body, reason) in [
            (
                r#"{"error":{"message":"no such key","code":401}}"#,
                "no such key",
            ),
            (r#"{"error":"no such model"}"#, "no such model"),
            (r#"{"detail":"?"}"#, ""),
            ("  down for repairs\n", "down for repairs"),
            ("", ""),
        ] {
            assert_eq!(error_reason(body.as_bytes()), reason, "{body}");
        }
        assert_eq!(
            error_reason("é".repeat(1000).as_bytes()).chars().count(),
            MAX_REASON + 1
        );
    }
}
