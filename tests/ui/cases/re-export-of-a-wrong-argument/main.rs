use router_runtime::routes;

mod shared {
    pub async fn list(number: u32) -> String {
        number.to_string()
    }
}

routes!("cases/re-export-of-a-wrong-argument/app");

fn main() {
    let _ = app::router();
}
