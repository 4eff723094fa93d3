use router_runtime::routes;

routes!("cases/href-of-another-type/app");

fn main() {
    let _ = app::router();
    let _ = app::items::slug::href(vec!["a"]);
}
