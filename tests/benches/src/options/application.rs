//! The files of the measured application, besides those of the routes that all programs have.

/// The paths and texts of the files.
pub(super) const FILES: [(&str, &str); 20] = [
    ("src/main.rs", MAIN),
    ("app/without/ok/page.rs", PAGE),
    ("app/without/headers/page.rs", PAGE_WITH_HEADERS),
    ("app/without/none/page.rs", NOT_FOUND),
    ("app/without/taken/page.rs", CONFLICT),
    ("app/below/not-found.rs", NOT_FOUND_PAGE),
    ("app/below/error.rs", ERROR_PAGE),
    ("app/below/ok/page.rs", PAGE),
    ("app/below/headers/page.rs", PAGE_WITH_HEADERS),
    ("app/below/none/page.rs", NOT_FOUND),
    ("app/below/taken/page.rs", CONFLICT),
    ("app/around/nothing/route.rs", ROUTE),
    ("app/around/method/route.rs", ROUTE_WITH_LAYER),
    ("app/around/folder/route.rs", ROUTE),
    ("app/around/folder/middleware.rs", LAYER),
    ("app/around/function/route.rs", ROUTE),
    ("app/around/function/middleware.rs", MIDDLEWARE),
    ("app/forms/route.rs", FORM),
    ("app/forms/open/route.rs", OPEN_FORM),
    ("app/client/route.rs", CLIENT),
];

const MAIN: &str = r#"mod item;

router_runtime::routes!("app");

fn main() -> std::process::ExitCode {
    use router_runtime::{ErrorContext, TrustedProxies, observe::RequestIds};
    use tracing_subscriber::filter::LevelFilter;

    let way = driver::way();
    let level = if way == "filtered" { LevelFilter::ERROR } else { LevelFilter::INFO };
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::sink).init();
    let builder = app::builder();
    let builder = match &*way {
        "layer" => builder.layer(axum::Extension(1_u8)),
        "filtered" | "line" => builder.access_log(),
        "ids" => builder.request_ids(RequestIds::new()),
        "line and ids" => builder.access_log().request_ids(RequestIds::new()),
        "spans" => builder.request_spans(),
        "metrics" => builder.http_metrics(),
        "proxies" => builder.trusted_proxies(TrustedProxies::new(["127.0.0.1"]).x_forwarded_for()),
        "origins" => builder.trusted_origins(["https://admin.shop.example"]),
        "errors" => builder.render_error(|error: &ErrorContext| error.default_response()),
        "readiness" => builder.readiness_path("/ready"),
        _ => builder,
    };
    driver::run(builder.service())
}
"#;

const PAGE: &str = r#"use router_runtime::prelude::*;

pub async fn page() -> Html<&'static str> {
    Html("<h1>Pens</h1>")
}
"#;

const PAGE_WITH_HEADERS: &str = r#"use router_runtime::prelude::*;

pub async fn page(_headers: HeaderMap) -> Html<&'static str> {
    Html("<h1>Pens</h1>")
}
"#;

const NOT_FOUND: &str = r"use router_runtime::prelude::*;

pub async fn page() -> Result<Html<&'static str>> {
    Err(not_found())
}
";

const CONFLICT: &str = r#"use router_runtime::prelude::*;

pub async fn page() -> Result<Html<&'static str>> {
    Err(Error::new(StatusCode::CONFLICT, "sold out"))
}
"#;

const NOT_FOUND_PAGE: &str = r#"use router_runtime::prelude::*;

pub async fn not_found() -> Html<&'static str> {
    Html("<h1>No such pen</h1>")
}
"#;

const ERROR_PAGE: &str = r"use router_runtime::prelude::*;

pub async fn error(error: ErrorContext) -> Html<&'static str> {
    Html(error.reason())
}
";

const ROUTE: &str = r#"pub async fn GET() -> &'static str {
    "pens"
}
"#;

const ROUTE_WITH_LAYER: &str = r#"use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    "pens"
}

pub fn GET_layer(method: MethodLayers) -> MethodLayers {
    method.layer(axum::Extension(1_u8))
}
"#;

const LAYER: &str = r"use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(axum::Extension(1_u8))
}
";

const MIDDLEWARE: &str = r"use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
";

const FORM: &str = r#"pub async fn POST() -> &'static str {
    "ordered"
}
"#;

const OPEN_FORM: &str = r#"pub const check_origin: bool = false;

pub async fn POST() -> &'static str {
    "ordered"
}
"#;

const CLIENT: &str = r#"use router_runtime::extract::ClientIp;

pub async fn GET(client: ClientIp) -> &'static str {
    if client.0.is_ipv4() { "IPv4" } else { "IPv6" }
}
"#;
