//! Answers that are made once and sent often.

mod clock;
mod epoch;
mod freshness;
mod options;
mod outcome;
mod tags;

pub use clock::Clock;
pub use options::{CacheOptions, OptionsError};
pub use tags::TagError;
