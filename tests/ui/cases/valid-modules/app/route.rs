mod routes;

mod inner {
    pub mod pages;
}

pub async fn GET() -> &'static str {
    let _ = (inner::pages::page().await, routes::index::GET().await);
    routes::GET().await
}
