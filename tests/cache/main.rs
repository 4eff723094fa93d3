//! The cases of the cache's contract, each by its number, through `service()` and `router()` over HTTP.

mod after;
mod answer;
mod basics;
mod conditional;
mod contract;
mod counted;
mod data;
mod failures;
mod flights;
mod house;
mod invalidation;
mod keys;
mod lab;
mod limits;
mod methods;
mod prerender;
mod races;
mod scopes;
mod status;
mod stopping;
mod storing;

use lab::Lab;
use router_runtime::routes;

routes!("cache/app", state = Lab);
