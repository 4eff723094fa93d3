pub use self::inner::anything as middleware;

mod inner {
    use router_runtime::prelude::*;

    pub async fn anything(request: Request, next: Next) -> impl IntoResponse {
        let path = request.uri().path().to_owned();
        (next.run(request).await, path);
    }
}
