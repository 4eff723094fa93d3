//! Route files whose handlers are configured out: as if they were not there.

use crate::app::{self, RESPONSES, route};

const MAIN: &str = r#"mod responses;

router_runtime::routes!("app");

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let listed = app::ROUTES.iter().map(|route| format!("{} {}", route.pattern, route.methods));
    println!("{}", listed.collect::<Vec<_>>().join("; "));
    println!("{} {:?}", app::off::ROUTE.info().file, app::off::ROUTE);
    responses::print(app::router()).await;
    let service = axum::Router::new().fallback_service(app::service());
    responses::print(service).await;
}
"#;

const OFF: &str = "#[cfg(feature = \"none\")]\n";

#[test]
fn files_without_a_handler_are_not_there() {
    let fixture = app::new("configured-out");
    let manifest = app::manifest("configured-out");
    fixture
        .write("Cargo.toml", manifest + "\n[features]\nnone = []\nsome = []\n")
        .write("src/main.rs", MAIN)
        .write("src/responses.rs", RESPONSES)
        .write(
            "app/[slug]/route.rs",
            "use router_runtime::prelude::*;\n\npub async fn GET(Path(slug): Path<String>) -> String {\n    slug\n}\n",
        )
        // Two handlers before the others, which keep their numbers.
        .write("app/a/route.rs", format!("{OFF}{}\n{OFF}pub async fn POST() {{}}\n", route("a")))
        .write("app/off/page.rs", "#![cfg(feature = \"none\")]\n\npub async fn page() -> &'static str {\n    \"off\"\n}\n")
        .write(
            "app/attr/route.rs",
            "#[cfg_attr(not(feature = \"none\"), allow(unused), cfg(feature = \"some\"))]\npub async fn GET() -> &'static str {\n    \"attr\"\n}\n",
        )
        .write(
            "app/partly/route.rs",
            format!("{OFF}{}\n#[cfg_attr(feature = \"none\", cfg(feature = \"none\"))]\npub async fn POST() -> &'static str {{\n    \"partly\"\n}}\n", route("partly")),
        )
        .write(
            "app/sitemap.rs",
            format!("{OFF}pub fn sitemap() -> router_runtime::metadata::Sitemap {{\n    router_runtime::metadata::Sitemap::new([])\n}}\n"),
        )
        .write("app/not-found.rs", format!("{OFF}pub async fn not_found() -> &'static str {{\n    \"off\"\n}}\n"))
        .write("app/z/route.rs", route("z"))
        .write("app/(g)/a b/page.rs", "pub fn page() -> &'static str {\n    \"blank\"\n}\n")
        .write(
            "app/caf%C3%A9/[...rest]/route.rs",
            "pub async fn POST() {}\n\npub async fn GET() -> &'static str {\n    \"rest\"\n}\n",
        )
        .write("app/robots.txt", "User-agent: *");
    let run = fixture.run(&[
        "/",
        "/a",
        "/off",
        "/attr",
        "/partly",
        "/sitemap.xml",
        "/z",
        "/x/y",
        "/a%20b",
        "/caf%C3%A9/x",
        "/robots.txt",
    ]);
    let responses = [
        "200 home",
        "200 a",
        "200 off",
        "200 attr",
        "405 405 Method Not Allowed",
        "200 sitemap.xml",
        "200 z",
        "404 404 Not Found",
        "200 blank",
        "200 rest",
        "200 User-agent: *",
    ];
    assert_eq!(
        run[..2],
        [
            "/ GET; /a b GET; /café/[...rest] GET, POST; /partly POST; /robots.txt GET; /z GET; /[slug] GET",
            "app/off/page.rs Route(\"/off\")"
        ]
    );
    assert_eq!(run[2..13], responses, "through the router");
    assert_eq!(run[13..], responses, "through the service");

    let mut command = fixture.cargo();
    command.args([
        "run",
        "--quiet",
        "--features",
        "none,some",
        "--",
        "/a",
        "/off",
        "/attr",
        "/partly",
        "/sitemap.xml",
        "/x/y",
    ]);
    let output = router_tests::fixture::output(command);
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert_eq!(
        lines[2..8],
        [
            "200 a",
            "200 off",
            "200 attr",
            "200 partly",
            "200 <?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        ],
        "{}",
        output.stderr
    );
}
