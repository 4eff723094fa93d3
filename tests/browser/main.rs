//! Applications in a real browser.
//!
//! Each page of the example is photographed into `target/tmp/screenshots`, on a desk and on a phone, by day and by night.

mod cached;
mod chat;
mod driver;
mod looks;
mod pages;
mod window;

use router_runtime::routes;
use router_tests::handlers::Handlers;

routes!("cache/app", state = Handlers);
