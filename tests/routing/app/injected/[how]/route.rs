use router_runtime::prelude::*;

/// Copies text of the client into a header.
pub async fn POST(Path(how): Path<String>, cookies: Cookies, text: String) -> Result<Response> {
    match how.as_str() {
        "redirect" => Err(redirect(text)),
        "permanent-redirect" => Err(permanent_redirect(text)),
        "response" => Ok(Response::redirect(text)),
        "cookie" => {
            cookies.set(("stays", text));
            Ok(Response::json("set"))
        }
        "cookie-path" => {
            cookies.set(Cookie::build(("stays", "1")).path(text));
            Ok(Response::json("set"))
        }
        "cookie-domain" => {
            cookies.set(Cookie::build(("stays", "1")).domain(text));
            Ok(Response::json("set"))
        }
        "cookie-name" => {
            cookies.set((text, "1"));
            Ok(Response::json("set"))
        }
        "response-cookie" => Ok(Response::json("set").with_cookie(("stays", text))),
        _ => Err(not_found()),
    }
}
