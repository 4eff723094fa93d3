use router_runtime::routes;

#[derive(Clone)]
struct AppState(u32);

routes!("cases/one-mistake-in-a-program-that-uses-everything/app", state = AppState);

fn main() {
    let _ = app::router(AppState(1));
    let _ = app::routes(AppState(1));
    let _ = app::service(AppState(1));
    let _ = app::builder().router(AppState(1));
    println!("{}", app::ROUTES);
    println!("{}", app::items::slug::href("a b"));
    println!("{:?}", app::items::slug::ROUTE);
    let params = app::items::slug::Params { slug: "a".to_owned() };
    println!("{}", params.slug);
}
