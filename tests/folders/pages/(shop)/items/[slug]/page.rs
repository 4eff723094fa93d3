//! A page with each kind of response.

use router_runtime::prelude::*;

pub async fn page(Path(slug): Path<String>, cookies: Cookies) -> Result<Response> {
    cookies.set(("by-page", "1"));
    let html = Html(format!("<p>{slug}</p>"));
    Ok(match slug.as_str() {
        "gone" => (StatusCode::GONE, html).into_response(),
        "missing" => return Err(not_found()),
        "moved" => return Err(redirect("/items/pen")),
        "json" => Json(slug).into_response(),
        "latin" => Html(Bytes::from_static(b"\xe9")).into_response(),
        "long" => Html("x".repeat(5 << 20)).into_response(),
        "packed" => ([("content-encoding", "x-none")], html).into_response(),
        "dated" => {
            let headers = [
                ("etag", "\"page\""),
                ("last-modified", "Thu, 01 Jan 1970 00:00:00 GMT"),
                ("accept-ranges", "bytes"),
                ("vary", "x-page"),
            ];
            (headers, html).into_response()
        }
        "part" => {
            let headers = [("content-range", "bytes 0-10/20")];
            (StatusCode::PARTIAL_CONTENT, headers, html).into_response()
        }
        "streamed" => {
            let parts = ["<p>", "streamed", "</p>"].map(Ok::<_, std::io::Error>);
            Html(Body::from_stream(tokio_stream::iter(parts))).into_response()
        }
        "cut" => {
            let parts = [Ok("<p>"), Err(std::io::Error::other("cut off"))];
            Html(Body::from_stream(tokio_stream::iter(parts))).into_response()
        }
        _ => {
            let headers = [("x-page", "page"), ("set-cookie", "page=1")];
            (headers, html).into_response()
        }
    })
}
