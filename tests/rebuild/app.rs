//! A small application that prints the response to each path of its command line.

use router_tests::fixture::{Fixture, dependencies};

/// The complete build script of a crate with routes.
pub(crate) const BUILD: &str = "fn main() { println!(\"cargo::rerun-if-changed=app\"); }\n";

const MAIN: &str = r#"use router_runtime::routes;

routes!("app");

#[tokio::main(flavor = "current_thread")]
async fn main() {
    responses::print(app::router()).await;
}
"#;

/// Prints `<status> <body>` for every path among the arguments.
pub(crate) const RESPONSES: &str = r#"
use axum::{Router, body::{Body, to_bytes}, http::Request};
use tower::ServiceExt;

pub async fn print(router: Router) {
    for path in std::env::args().skip(1) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        println!("{status} {}", String::from_utf8_lossy(&body).trim_end());
    }
}
"#;

/// A route file whose `GET` returns this text.
pub(crate) fn route(text: &str) -> String {
    format!("pub async fn GET() -> &'static str {{\n    {text:?}\n}}\n")
}

pub(crate) fn manifest(name: &str) -> String {
    let dependencies = dependencies(&[("tower", &["util"]), ("tokio", &["rt", "macros"])]);
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.dev]\ndebug = false\n\n{dependencies}"
    )
}

/// A crate with one route, `/`, and the one-line build script. Its name must be unique, because all tests share a target folder.
pub(crate) fn new(name: &str) -> Fixture {
    let fixture = Fixture::new(env!("CARGO_TARGET_TMPDIR"), &format!("rebuild/{name}"));
    fixture
        .write("Cargo.toml", manifest(name))
        .write("build.rs", BUILD)
        .write("src/main.rs", format!("mod responses;\n\n{MAIN}"))
        .write("src/responses.rs", RESPONSES)
        .write("app/route.rs", route("home"));
    fixture
}
