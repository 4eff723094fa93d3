use router_runtime::routes;

routes!("cases/legal-empty-folder/app");

fn main() {
    let _ = app::router();
}
