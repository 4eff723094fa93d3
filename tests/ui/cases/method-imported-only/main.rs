use router_runtime::routes;

routes!("cases/method-imported-only/app");

pub async fn GET() -> &'static str {
    "ok"
}

fn main() {
    let _ = app::router();
}
