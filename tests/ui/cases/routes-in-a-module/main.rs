mod web {
    use router_runtime::routes;

    routes!("cases/routes-in-a-module/app");
}

fn main() {
    let _ = web::app::router();
}
