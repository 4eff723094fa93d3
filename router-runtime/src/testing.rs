//! What tests of a routed application need: a clock to move, so that no test sleeps.

pub use crate::cache::Clock;
