//! The messages of a chat.

use super::error::AssistantError;
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use tokio_stream::Stream;

/// A message of a chat.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Message {
    /// The author.
    pub role: Role,
    /// The text.
    pub content: String,
}

/// The author of a message. There is no variant for `system`, because visitors must not send such messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The visitor.
    User,
    /// The assistant.
    Assistant,
}

/// A stream of the pieces of a response. Dropping it cancels the request to the model.
pub type Tokens = Pin<Box<dyn Stream<Item = Result<String, AssistantError>> + Send>>;
