//! The shop's assistant: a model behind an OpenAI-compatible server, or a stand-in that knows the shelves.

mod chunk;
mod model;
mod problem;
mod stand_in;

pub use problem::Problem;

use model::Model;
use serde::{Deserialize, Serialize};
use std::{env, fmt, io, pin::Pin};
use tokio_stream::Stream;

/// What was said, and by whom.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Message {
    /// Who said it.
    pub role: Role,
    /// The words.
    pub content: String,
}

/// Who speaks. A visitor cannot send `system` messages: those are the shop's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A visitor.
    User,
    /// The assistant.
    Assistant,
}

/// An answer, piece by piece. Dropping it ends the request that it comes from.
pub type Tokens = Pin<Box<dyn Stream<Item = Result<String, Problem>> + Send>>;

/// Who answers.
#[derive(Clone, Debug, Default)]
pub struct Assistant(Option<Model>);

impl Assistant {
    /// The model that `OPENAI_BASE_URL` (as in `https://api.openai.com/v1`), `OPENAI_MODEL`, `OPENAI_API_KEY` and
    /// `OPENAI_TIMEOUT` (in seconds) name; the stand-in if the first is not set.
    ///
    /// # Errors
    ///
    /// The variable that is missing or wrong.
    pub fn from_env() -> io::Result<Self> {
        let Some(base) = variable("OPENAI_BASE_URL") else {
            return Ok(Self(None));
        };
        let name = variable("OPENAI_MODEL")
            .ok_or_else(|| wrong("OPENAI_MODEL", "is not set; name a model of that server"))?;
        let seconds = variable("OPENAI_TIMEOUT").unwrap_or_else(|| "30".to_owned());
        let seconds = seconds
            .parse()
            .map_err(|_| wrong("OPENAI_TIMEOUT", "is not a number of seconds"))?;
        let key = variable("OPENAI_API_KEY");
        Model::new(&base, name, key.as_deref(), seconds).map(|model| Self(Some(model)))
    }

    /// Who it is, for visitors.
    pub fn name(&self) -> &str {
        self.0.as_ref().map_or("a stand-in", Model::name)
    }

    /// Waits until the answer begins.
    ///
    /// # Errors
    ///
    /// What the model's server did instead of answering.
    pub async fn answer(&self, messages: &[Message]) -> Result<Tokens, Problem> {
        match &self.0 {
            Some(model) => model.answer(messages).await,
            None => Ok(stand_in::answer(messages)),
        }
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn wrong(name: &str, problem: impl fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{name} {problem}"))
}
