#![deny(warnings)]

use router_runtime::routes;

routes!("cases/valid-with-nothing-used/app");

fn main() {
}
