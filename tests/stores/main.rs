//! The second tier of the cache: one contract over every store, and the faults of each.
//!
//! The contract is `router-runtime/src/docs/contributing/cache/stores.md`.

mod builds;
mod contract;
mod damage;
mod disk;
mod instance;
mod kill;
mod permissions;
mod redis;
mod seed_task;
mod seeds;
mod spans;

use router_runtime::routes;
use router_tests::handlers::Handlers;

routes!("stores/app", state = Handlers);
