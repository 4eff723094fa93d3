use router_runtime::routes;

pub mod models {
    pub struct Item {
        pub slug: String,
    }

    pub type Items<T> = Vec<T>;
}

routes!("cases/static-params-of-another-module/app");

fn main() {
    let _ = app::router();
}
