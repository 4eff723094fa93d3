//! The error as a page.

use super::{escaped::Escaped, routes::RouteList};
use axum::http::StatusCode;
use std::fmt::{self, Write};

/// The page without its texts. It refers to nothing outside of itself.
const STYLE: &str = "\
:root{color-scheme:light dark;--back:#fff;--text:#1c1f23;--weak:#5c6570;--line:#e3e6ea;--code:#f4f5f7}
@media (prefers-color-scheme:dark){:root{--back:#14171a;--text:#e8eaed;--weak:#9aa4af;--line:#2b3036;--code:#1e2226}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--back);color:var(--text);\
font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:36rem}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}
h1 b{display:block;font-size:3.5rem;line-height:1.1;letter-spacing:-.02em}
p{margin:0;color:var(--weak);overflow-wrap:anywhere;white-space:pre-line}
";

/// Returns the page.
pub(super) fn page(error: (StatusCode, &str, &str), routes: Option<&RouteList>) -> String {
    let mut page = String::with_capacity(2048);
    // A `String` never fails.
    _ = write_page(error, routes, &mut page);
    page
}

fn write_page(
    (status, reason, message): (StatusCode, &str, &str),
    routes: Option<&RouteList>,
    page: &mut String,
) -> fmt::Result {
    let (code, reason) = (status.as_u16(), Escaped(reason));
    write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{code} {reason}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1><b>{code}</b> {reason}</h1>\n<p>{}</p>\n",
        Escaped(message)
    )?;
    if let Some(routes) = routes {
        routes.write_html(page)?;
    }
    page.write_str("</main>\n</body>\n</html>\n")
}
