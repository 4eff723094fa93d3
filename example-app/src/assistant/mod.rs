//! The assistant of the shop: a model behind an OpenAI-compatible server, or a stand-in without a model.

mod chunk;
mod error;
mod message;
mod model;
mod stand_in;

pub use error::AssistantError;
pub use message::{Message, Role, Tokens};

use crate::catalog::Item;
use error::invalid;
use model::Model;
use std::{env, io};

/// A client of the configured model, or the stand-in.
#[derive(Clone, Debug, Default)]
pub struct Assistant(Option<Model>);

impl Assistant {
    /// Reads the model from `OPENAI_BASE_URL` (such as `https://api.openai.com/v1`), `OPENAI_MODEL`, `OPENAI_API_KEY` and
    /// `OPENAI_TIMEOUT` (in seconds). Without `OPENAI_BASE_URL`, it is the stand-in.
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing or invalid; the error contains its name.
    pub fn from_env() -> io::Result<Self> {
        let Some(base) = variable("OPENAI_BASE_URL") else {
            return Ok(Self(None));
        };
        let name = variable("OPENAI_MODEL")
            .ok_or_else(|| invalid("OPENAI_MODEL", "is not set; expected the name of a model"))?;
        let seconds = variable("OPENAI_TIMEOUT").unwrap_or_else(|| "30".to_owned());
        let seconds = seconds
            .parse()
            .map_err(|_| invalid("OPENAI_TIMEOUT", "is not a number of seconds"))?;
        let key = variable("OPENAI_API_KEY");
        Model::new(&base, name, key.as_deref(), seconds).map(|model| Self(Some(model)))
    }

    /// Returns the name of the model for visitors.
    pub fn name(&self) -> &str {
        self.0.as_ref().map_or("a stand-in", Model::name)
    }

    /// Sends the price list and the messages, and returns the response once it begins.
    ///
    /// # Errors
    ///
    /// Fails if the server of the model cannot be reached or does not return a stream.
    pub async fn respond(
        &self,
        items: &[Item],
        messages: &[Message],
    ) -> Result<Tokens, AssistantError> {
        match &self.0 {
            Some(model) => model.respond(items, messages).await,
            None => Ok(stand_in::respond(items, messages)),
        }
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
