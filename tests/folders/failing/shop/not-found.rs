use router_runtime::prelude::*;

pub async fn not_found(error: ErrorContext) -> Html<String> {
    let route = error.route().map_or("no route", |route| route.pattern);
    Html(format!("shop: {} {route}", error.message()))
}
