use router_runtime::routes;

mod shared {
    #![allow(non_upper_case_globals)]

    pub const revalidate: u32 = 60;
    pub const TAG: &str = "shared";
}

routes!("cases/config-through-a-glob/app");

fn main() {
    let _ = app::router();
}
