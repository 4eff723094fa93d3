//! A stand-in for a model, which recognizes the items of the shop.

use super::message::{Message, Tokens};
use crate::catalog::Item;
use std::time::Duration;
use tokio_stream::StreamExt;

/// The pause between two words, so that streaming is visible.
const PAUSE: Duration = Duration::from_millis(40);

/// Returns a sentence about the items in the last message.
pub(super) fn respond(items: &[Item], messages: &[Message]) -> Tokens {
    let question = messages
        .last()
        .map(|message| message.content.to_lowercase());
    let question = question.unwrap_or_default();
    let named: Vec<String> = items
        .iter()
        .filter(|item| question.contains(&item.slug))
        .map(|item| format!("“{}” costs {}.", item.name, item.price()))
        .collect();
    let text = if named.is_empty() {
        let known: Vec<&str> = items.iter().map(|item| &*item.slug).collect();
        format!(
            "I am a stand-in and know only these words: {}. Ask me about one of them!",
            known.join(", ")
        )
    } else {
        format!("{} Anything else?", named.join(" "))
    };
    let words: Vec<_> = text
        .split_inclusive(' ')
        .map(|word| Ok(word.to_owned()))
        .collect();
    Box::pin(tokio_stream::iter(words).throttle(PAUSE))
}
