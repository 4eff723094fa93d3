use router_runtime::routes;

mod shared {
    pub async fn GET() -> &'static str {
        "shared"
    }
}

routes!("cases/method-through-a-glob-next-to-another/app");

fn main() {
    let _ = app::router();
}
