use router_runtime::routes;

routes!("cases/href-without-its-argument/app");

fn main() {
    let _ = app::router();
    let _ = app::items::slug::href();
}
