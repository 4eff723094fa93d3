#![deny(warnings)]

use router_runtime::routes;

routes!("cases/legal-with-nothing-used/app");

fn main() {
}
