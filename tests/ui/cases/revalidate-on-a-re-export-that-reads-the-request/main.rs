use router_runtime::routes;

mod shared {
    use axum::{extract::Path, http::HeaderMap};

    pub async fn list(Path(id): Path<String>, headers: HeaderMap) -> String {
        format!("{id} {headers:?}")
    }
}

routes!("cases/revalidate-on-a-re-export-that-reads-the-request/app");

fn main() {
    let _ = app::router();
}
