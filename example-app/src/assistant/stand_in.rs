//! Answers without any model: it looks for things that the shop sells.

use super::{Message, Tokens};
use crate::shop::ITEMS;
use std::time::Duration;
use tokio_stream::StreamExt;

/// Between two words, so that one sees them arrive.
const PAUSE: Duration = Duration::from_millis(40);

/// A sentence about the items that the last message names.
pub(super) fn answer(messages: &[Message]) -> Tokens {
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
        "I am a stand-in, and know of pen, ink and notebook alone. Ask me for one of them!"
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
