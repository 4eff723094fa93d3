use router_runtime::routes;

routes!("cases/valid-two-applications/app");
routes!(pub mod site = "cases/valid-two-applications/src/pages");
routes!(mod r#type = "cases/valid-two-applications/src/pages");

fn main() {
    let _ = app::routes().merge(site::router());
    let _ = (app::items::slug::href("a"), site::items::slug::href("a"));
    let _ = (app::ROUTES.len(), site::ROUTES.len(), r#type::ROUTES.len());
}
