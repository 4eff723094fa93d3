use router_runtime::routes;

routes!("cases/app-folder-without-routes/app");

fn main() {
    let _ = app::router();
}
