//! Errors that the function of `render_error` renders.

use super::{BROWSER, ERRORS, FORM, JSON, request, send_both};
use crate::{both_ways, erring};
use axum::{
    extract::rejection::{FormRejection, JsonRejection},
    response::{Html, IntoResponse, Response},
};
use router_runtime::{ErrorCause, ErrorContext, ErrorFormat, prelude};

/// Describes the whole context.
fn describe(error: &ErrorContext) -> Response {
    let cause = match error.cause() {
        ErrorCause::NoRoute => "no route".to_owned(),
        ErrorCause::MethodNotAllowed => "no method".to_owned(),
        ErrorCause::Rejection(it) if it.downcast_ref::<JsonRejection>().is_some() => {
            format!("JSON: {}", it.text())
        }
        ErrorCause::Rejection(it) if it.downcast_ref::<FormRejection>().is_some() => {
            "form".to_owned()
        }
        ErrorCause::Rejection(it) => format!("rejection: {it}"),
        ErrorCause::Returned(text) => format!("returned: {text}"),
        ErrorCause::Error(error) => format!("error: {error}"),
        ErrorCause::Panic(message) => format!("panic: {message}"),
        other => format!("{other:?}"),
    };
    let (method, uri) = (error.method(), error.uri());
    let user = error.headers().get("x-user");
    let route = error.route().map_or("-", |route| route.pattern);
    let text = format!(
        "{} {cause} | {method} {uri} {route} {user:?} {:?}",
        error.status(),
        error.format()
    );
    ([("x-shape", "mine")], text).into_response()
}

#[tokio::test(start_paused = true)]
async fn a_renderer_shapes_every_error() {
    let builder = erring::builder().render_error(describe);
    for (line, header, body, status, reason) in ERRORS {
        for (way, response) in both_ways(&builder, || request(line, None, *header, body)).await {
            let of = format!("{line} {way}: {response:?}");
            assert_eq!(response.status, *status, "{of}");
            assert_eq!(response.value("x-shape"), "mine", "{of}");
            assert_eq!(response.header_list("vary"), "accept", "{of}");
            let begin = format!("{status} {reason} ");
            assert!(response.body.starts_with(&begin), "{of}");
            assert!(response.body.contains(&format!("| {line} ")), "{of}");
        }
    }
}

#[tokio::test]
async fn a_renderer_sees_the_cause_and_the_request() {
    let builder = erring::builder().render_error(describe);
    let user = ("x-user", "Ada");
    for (line, header, body, expected) in [
        (
            "GET /nowhere?q=1",
            user,
            "",
            "404 Not Found no route | GET /nowhere?q=1 - Some(\"Ada\") Text",
        ),
        (
            "GET /json",
            user,
            "",
            "405 Method Not Allowed no method | GET /json /json Some(\"Ada\") Text",
        ),
        (
            "POST /json",
            JSON,
            "{}",
            "422 Unprocessable Entity JSON: Failed to deserialize the JSON body into the target type: invalid type: map, expected \
             a sequence at line 1 column 0 | POST /json /json None Text",
        ),
        (
            "POST /form",
            FORM,
            "count=x",
            "422 Unprocessable Entity form | POST /form /form None Text",
        ),
        (
            "GET /number/x",
            user,
            "",
            "400 Bad Request rejection: Invalid URL: Cannot parse `x` to a `u32` | GET /number/x /number/[n] Some(\"Ada\") Text",
        ),
        (
            "POST /shortcut/x",
            user,
            "",
            "404 Not Found returned:  | POST /shortcut/x /shortcut/[name] Some(\"Ada\") Text",
        ),
        (
            "POST /failing",
            user,
            "",
            "500 Internal Server Error panic: secret | POST /failing /failing Some(\"Ada\") Text",
        ),
    ] {
        for (way, response) in both_ways(&builder, || request(line, None, header, body)).await {
            assert_eq!(response.body, expected, "{way}");
        }
    }
}

#[tokio::test]
async fn a_renderer_may_panic() {
    let builder = erring::builder().render_error(|_: &ErrorContext| -> String { panic!("again") });
    for line in [
        "GET /nowhere",
        "GET /json",
        "GET /failing",
        "POST /failing",
        "GET /number/x",
    ] {
        for (way, response) in send_both(&builder, line, Some(BROWSER)).await {
            assert!(response.status >= 400, "{line} {way}");
            assert!(response.body.starts_with("<!doctype html>"), "{line} {way}");
        }
    }
}

#[tokio::test]
async fn a_wrong_length_of_a_renderer_is_corrected() {
    let render = |_: &ErrorContext| ([("content-length", "3")], "longer");
    let builder = erring::builder().render_error(render);
    for line in ["/nowhere", "/json", "/%zz", "/number/x"] {
        for method in ["GET", "HEAD"] {
            let line = format!("{method} {line}");
            for (way, response) in send_both(&builder, &line, None).await {
                assert_eq!(response.value("content-length"), "6", "{line} {way}");
            }
        }
    }
}

#[tokio::test]
async fn a_renderer_may_choose_another_status_and_an_error_of_the_prelude() {
    let sign_in = |error: &ErrorContext| match (error.status().as_u16(), error.format()) {
        (401, ErrorFormat::Html) => prelude::see_other("/sign-in").into_response(),
        (403, _) => prelude::not_found().into_response(),
        _ => Html(error.message().to_owned()).into_response(),
    };
    let builder = erring::builder().render_error(sign_in);
    for (way, response) in send_both(&builder, "GET /shortcut/unauthorized", Some(BROWSER)).await {
        assert_eq!(response.status, 303, "{way}");
        assert_eq!(response.value("location"), "/sign-in", "{way}");
    }
    for (_, response) in send_both(&builder, "GET /shortcut/forbidden", Some(BROWSER)).await {
        response.assert(404, "404 Not Found\n");
    }
    for (_, response) in send_both(&builder, "GET /shortcut/unauthorized", None).await {
        response.assert(401, "Please sign in to continue.");
    }
}
