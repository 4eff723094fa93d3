//! More types than get a message of their own.

use crate::app;

const MODELS: &str = "
use axum::{extract::FromRequestParts, http::request::Parts};
use std::convert::Infallible;

pub struct User;

pub struct Session;

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self)
    }
}
";

fn handler(ty: &str) -> String {
    format!(
        "use crate::responses::{ty};\n\npub async fn GET(it: {ty}) -> &'static str {{\n    let {ty} = it;\n    \"ok\"\n}}\n"
    )
}

/// The macro leaves each of these types to the compiler.
#[test]
fn every_error_shows_its_place() {
    let fixture = app::new("unsettled-types");
    let responses = format!("{}\n{MODELS}", app::RESPONSES);
    fixture.write("src/responses.rs", responses);
    for number in 0..250 {
        fixture.write(&format!("app/many{number}/route.rs"), handler("Session"));
    }
    fixture.write("app/wrong/route.rs", handler("User"));
    let output = fixture.check();
    let expected = "[R0308] expected an extractor, found `User` in the handler";
    let place = "At<Handlers::app_wrong_route, 3, 22>";
    let mut lines = output.stderr.lines();
    let headline = lines
        .find(|line| line.contains(expected))
        .unwrap_or_default();
    assert!(headline.contains(place), "{}", output.stderr);
    assert_eq!(
        output.stderr.matches("\nerror").count(),
        2,
        "{}",
        output.stderr
    );

    // With a message of its own.
    fixture.remove("app/many0/route.rs");
    let output = fixture.check();
    let expected = "[R0308] app/wrong/route.rs:3:22: `GET` takes `User`, which is not an extractor";
    assert!(output.stderr.contains(expected), "{}", output.stderr);
}
