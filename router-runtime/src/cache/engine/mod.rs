//! The engine, which turns a request into a stored or generated response.
//!
//! `decide` chooses the way to respond to a request, and `obtain` is the only loop over flights. Responses (`serve`), data and
//! prerendering are three renderings of the two.

mod background;
mod burst;
#[cfg(feature = "compression")]
mod compress;
mod data;
mod decide;
#[cfg_attr(
    test,
    allow(
        dead_code,
        clippy::duplicate_mod,
        reason = "its tests compile it with the locks of shuttle"
    )
)]
mod flight;
mod generate;
mod generated;
mod hit;
mod job;
mod obtain;
mod prerender;
mod purge;
mod second;
mod serve;
mod state;
mod sweeps;
mod warnings;

use super::{key::Key, sync, tag_table::RunningGeneration};

#[cfg(feature = "second-tier")]
pub(crate) use self::second::SeedBuilder;
pub(crate) use self::{
    data::LookupError,
    prerender::{Existing, NotPrerendered},
    serve::Served,
    state::Engine,
};

type FlightLeader = flight::Leader<Key, generated::Generated, RunningGeneration>;

impl flight::Start for RunningGeneration {
    fn epoch(&self) -> u64 {
        self.epoch()
    }
}

#[cfg(test)]
#[path = "flight/tests.rs"]
mod flight_tests;
#[cfg(test)]
mod tests;
