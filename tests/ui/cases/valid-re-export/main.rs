use router_runtime::routes;

#[expect(non_snake_case, reason = "handlers are named after their methods")]
mod shared {
    pub async fn GET() -> &'static str {
        "shared"
    }

    pub async fn DELETE() {}

    pub async fn create(body: String) -> String {
        body
    }
}

routes!("cases/valid-re-export/app");

fn main() {
    let _ = app::router();
}
