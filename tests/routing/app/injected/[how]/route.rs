use router_runtime::prelude::*;

/// Puts what a client says into a header.
pub async fn POST(Path(how): Path<String>, cookies: Cookies, said: String) -> Result<Response> {
    match how.as_str() {
        "redirect" => Err(redirect(said)),
        "permanent-redirect" => Err(permanent_redirect(said)),
        "response" => Ok(Response::redirect(said)),
        "cookie" => {
            cookies.set(("kept", said));
            Ok(Response::json("set"))
        }
        "cookie-path" => {
            cookies.set(Cookie::build(("kept", "1")).path(said));
            Ok(Response::json("set"))
        }
        "cookie-domain" => {
            cookies.set(Cookie::build(("kept", "1")).domain(said));
            Ok(Response::json("set"))
        }
        "cookie-name" => {
            cookies.set((said, "1"));
            Ok(Response::json("set"))
        }
        "response-cookie" => Ok(Response::json("set").with_cookie(("kept", said))),
        _ => Err(not_found()),
    }
}
