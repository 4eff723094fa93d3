//! Applications in a real browser.
//!
//! Each page of the example is photographed into `target/tmp/screenshots`, on a desk by day and on a phone by night.

mod cached;
mod driver;
mod pages;
mod window;

use router_runtime::routes;
use router_tests::handlers::Handlers;

routes!("cache/app", state = Handlers);
