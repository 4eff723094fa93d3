use router_runtime::routes;

mod shared {
    pub async fn GET() -> &'static str {
        "shared"
    }

    pub async fn DELETE() {}

    pub async fn create(body: String) -> String {
        body
    }
}

routes!("cases/legal-re-export/app");

fn main() {
    let _ = app::router();
}
