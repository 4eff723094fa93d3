//! Help about types that only the compiler can judge.

use super::doubts::{doubts_about, judged};

/// The ways out depend on the position of the argument, and on the function.
#[test]
fn help_for_arguments() {
    let data = "#[derive(serde::Deserialize)] pub struct Page; ";
    let web = "use router_runtime::PrivateCookies; use axum::extract::State; ";
    for (path, source, state, expected) in [
        (
            "route.rs",
            "pub fn POST(a: Page) {}",
            None,
            "write `Json<Page>`, `Form<Page>` or `Query<Page>`",
        ),
        (
            "route.rs",
            "pub fn POST(a: Page, b: String) {}",
            None,
            "write `Query<Page>`",
        ),
        (
            "error.rs",
            "pub fn error(a: Page) {}",
            None,
            "write `Query<Page>`",
        ),
        (
            "route.rs",
            "pub struct Own; pub fn POST(a: Own, b: String) {}",
            None,
            "implement `FromRequestParts` for `Own`, or derive `serde::Deserialize` for it and write `Query<Own>`",
        ),
        (
            "route.rs",
            "pub fn GET(a: crate::User) {}",
            Some("S"),
            "the last argument implements `FromRequest` or `FromRequestParts`; if it extracts a part of the state, \
             implement `axum::extract::FromRef<S>` for the type of that part",
        ),
        (
            "route.rs",
            "pub fn GET(a: PrivateCookies) {}",
            Some("S"),
            "write `impl axum::extract::FromRef<S> for router_runtime::cookie::Key`, which returns the key of the state",
        ),
        (
            "route.rs",
            "pub fn GET(a: State<crate::other::S>) {}",
            Some("S"),
            "take `State<crate::S>`",
        ),
        (
            "route.rs",
            "pub struct S; pub fn GET(a: State<S>) {}",
            Some("S"),
            "take `State<crate::S>`",
        ),
    ] {
        let source = format!("{web}{data}{source}");
        let doubts = judged(path, &source, state);
        let helps: Vec<&str> = doubts.iter().map(|it| it.mistake.help.as_str()).collect();
        assert_eq!(helps, [expected], "{source}");
    }
    // A type of the file is not the one of axum.
    let own = "pub struct State; impl<S> FromRequestParts<S> for State {} pub fn GET(a: State) {}";
    assert_eq!(
        doubts_about("route.rs", own, Some("S")),
        ["? 1:74 [R0308] `GET` takes `State`, which is not an extractor"]
    );
}
