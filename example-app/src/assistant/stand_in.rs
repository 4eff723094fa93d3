//! A stand-in for a model, which recognizes the items of the shop.

use super::message::{Message, Tokens};
use crate::catalog::ITEMS;
use std::time::Duration;
use tokio_stream::StreamExt;

/// The pause between two words, so that streaming is visible.
const PAUSE: Duration = Duration::from_millis(40);

/// Returns a sentence about the items in the last message.
pub(super) fn respond(messages: &[Message]) -> Tokens {
    let question = messages
        .last()
        .map(|message| message.content.to_lowercase());
    let question = question.unwrap_or_default();
    let named: Vec<String> = ITEMS
        .iter()
        .filter(|item| question.contains(item.slug))
        .map(|item| {
            let (whole, cents) = (item.cents / 100, item.cents % 100);
            format!("“{}” costs {whole}.{cents:02}.", item.name)
        })
        .collect();
    let text = if named.is_empty() {
        "I am a stand-in and know only the pen, the ink and the notebook. Ask me about one of them!"
            .to_owned()
    } else {
        format!("{} Anything else?", named.join(" "))
    };
    let words: Vec<_> = text
        .split_inclusive(' ')
        .map(|word| Ok(word.to_owned()))
        .collect();
    Box::pin(tokio_stream::iter(words).throttle(PAUSE))
}
