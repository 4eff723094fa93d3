//! What an OpenAI-compatible server sends for a chat: one event a piece, then `[DONE]`.

use super::Problem;
use serde::Deserialize;
use serde_json::Value;

/// More of a server's reason is not for visitors.
const REASON: usize = 300;

/// What an event means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The next words, perhaps none, and whether more come.
    Words { text: String, last: bool },
    /// The answer is whole.
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

/// Reads the data of one event.
pub(super) fn read(data: &str) -> Result<Piece, Problem> {
    if data.trim() == "[DONE]" {
        return Ok(Piece::End);
    }
    let chunk: Chunk = serde_json::from_str(data).map_err(|_| Problem::Unreadable)?;
    if let Some(error) = chunk.error {
        return Err(Problem::Failed(reason(&error)));
    }
    // The last chunk may hold usage alone.
    let (text, last) = match chunk.choices.into_iter().next() {
        Some(choice) => (choice.delta.content, choice.finish_reason.is_some()),
        None => (None, false),
    };
    let text = text.unwrap_or_default();
    Ok(Piece::Words { text, last })
}

/// The reason in the body of a refusal: `{"error":{"message":"…"}}`, `{"error":"…"}`, or a text.
pub(super) fn refusal(body: &[u8]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(body) => body.get("error").map_or_else(String::new, reason),
        Err(_) => shorten(&String::from_utf8_lossy(body)),
    }
}

fn reason(error: &Value) -> String {
    let text = error.get("message").unwrap_or(error);
    shorten(text.as_str().unwrap_or_default())
}

fn shorten(text: &str) -> String {
    let mut letters = text.trim().chars();
    let mut text: String = letters.by_ref().take(REASON).collect();
    if letters.next().is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_event_is_understood() {
        let words = |text: &str, last| {
            let text = text.to_owned();
            Ok(Piece::Words { text, last })
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
                Err(Problem::Failed("overloaded".to_owned())),
            ),
            ("<html>", Err(Problem::Unreadable)),
            ("{", Err(Problem::Unreadable)),
        ] {
            assert_eq!(read(data), piece, "{data}");
        }
    }

    #[test]
    fn the_reason_of_a_refusal_is_found_and_shortened() {
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
            assert_eq!(refusal(body.as_bytes()), reason, "{body}");
        }
        assert_eq!(
            refusal("é".repeat(1000).as_bytes()).chars().count(),
            REASON + 1
        );
    }
}
