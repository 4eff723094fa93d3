//! Real crates, built step by step: what takes effect with plain cargo on stable, and what the macro says about it.

#[cfg(test)]
mod app;
#[cfg(test)]
#[path = "../fixture.rs"]
mod fixture;

#[cfg(test)]
mod changes;
#[cfg(test)]
mod expansion;
#[cfg(test)]
mod layouts;
#[cfg(test)]
mod links;
#[cfg(test)]
mod public;
#[cfg(test)]
mod test_modules;
#[cfg(test)]
mod watching;
