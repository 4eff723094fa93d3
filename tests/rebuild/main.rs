//! Real crates, built step by step: what takes effect with plain cargo on stable, and what the macro says about it.

mod app;
mod changes;
mod expansion;
mod layouts;
mod links;
mod public;
mod test_modules;
mod watching;
