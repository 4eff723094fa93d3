use router_runtime::prelude::*;

pub async fn GET(Path(t): Path<String>) -> Response {
    match t.as_str() {
        "string" => "text".into_response(),
        "empty" => "".into_response(),
        "buffer" | "u8" => Response::new(Body::from(&b"hi"[..])),
        "blob" => ([(header::CONTENT_TYPE, "text/x-b")], "hi").into_response(),
        "usp" => {
            let form = serde_urlencoded::to_string([("a", "1 2"), ("b", "é")]).unwrap_or_default();
            (
                [(
                    header::CONTENT_TYPE,
                    "application/x-www-form-urlencoded;charset=UTF-8",
                )],
                form,
            )
                .into_response()
        }
        "number" => 42.to_string().into_response(),
        _ => Response::new(Body::empty()),
    }
}
