#![allow(non_upper_case_globals)]

use router_runtime::routes;

mod shared {
    pub const revalidate: u32 = 60;
}

routes!("cases/config-through-a-re-export/app");

fn main() {
    let _ = app::router();
}
