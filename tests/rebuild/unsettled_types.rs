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

/// The first 20 places of one type get a message of their own.
#[test]
fn every_error_shows_its_place() {
    let fixture = app::new("unsettled-types");
    let responses = format!("{}\n{MODELS}", app::RESPONSES);
    fixture.write("src/responses.rs", responses);
    for number in 0..250 {
        fixture.write(&format!("app/many{number}/route.rs"), handler("Session"));
    }
    for number in 10..31 {
        fixture.write(&format!("app/wrong{number}/route.rs"), handler("User"));
    }
    let output = fixture.check();
    for number in 10..30 {
        let expected = format!(
            "[R0308] app/wrong{number}/route.rs:3:22: `GET` takes `User`, which is not an extractor"
        );
        assert!(output.stderr.contains(&expected), "{}", output.stderr);
    }
    let expected = "[R0308] expected an extractor, found `User` in the handler";
    let place = "At<Handlers::app_wrong30_route, Line3, Column22>";
    let mut lines = output.stderr.lines();
    let headline = lines.find(|line| line.contains(expected));
    assert!(
        headline.is_some_and(|line| line.contains(place)),
        "{}",
        output.stderr
    );
    // And that of cargo.
    assert_eq!(
        output.stderr.matches("\nerror").count(),
        22,
        "{}",
        output.stderr
    );
}
