use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> Response {
    let seen = cookies.get("before").map(|it| it.value().to_owned());
    cookies.set(("both", "inside"));
    Response::json(&seen)
}
