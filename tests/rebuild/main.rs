//! Real crates, built step by step with plain cargo on stable.

mod app;
mod changes;
mod configured_out;
mod expansion;
mod facade;
mod layouts;
mod links;
mod names;
mod public;
mod starting;
mod test_modules;
mod unsettled_types;
mod watching;
