use super::Error;
use crate::respond::{
    InternalError, Result, ResultExt, forbidden, not_found, permanent_redirect, redirect,
    see_other, unauthorized,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Json},
    http::{HeaderMap, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, Limited};
use std::{error::Error as StdError, io};

async fn read(response: Response) -> (u16, HeaderMap, Bytes) {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1024).await.unwrap();
    (parts.status.as_u16(), parts.headers, body)
}

#[tokio::test]
async fn redirects_have_no_body_and_errors_a_line_of_text() {
    let cases = [
        (redirect("/x"), 307, Some("/x")),
        (permanent_redirect(String::from("x")), 308, Some("x")),
        (see_other("/done"), 303, Some("/done")),
        (not_found(), 404, None),
        (forbidden(), 403, None),
        (unauthorized(), 401, None),
        (redirect(""), 500, None),
    ];
    for (error, status, location) in cases {
        let (got, headers, body) = read(error.into_response()).await;
        assert_eq!(got, status);
        let sent = headers.get(header::LOCATION);
        assert_eq!(sent.map(|value| value.to_str().unwrap()), location);
        let is_error = status >= 400;
        assert_eq!(headers.contains_key(header::CONTENT_TYPE), is_error);
        let line = format!("{status} ");
        assert_eq!(body.starts_with(line.as_bytes()), is_error, "{body:?}");
        assert_eq!(body.is_empty(), !is_error);
    }
}

#[tokio::test]
async fn any_error_is_a_500_without_its_text_that_preserves_its_cause() {
    fn fails() -> Result<()> {
        let _number: u32 = "x".parse()?;
        Ok(())
    }
    let error = fails().unwrap_err();
    assert_eq!(
        error.to_string(),
        "500 Internal Server Error: invalid digit found in string"
    );
    let response = error.into_response();
    let cause = response.extensions().get::<InternalError>().cloned();
    let (status, _, body) = read(response).await;
    assert_eq!(
        (status, &body[..]),
        (500, &b"500 Internal Server Error\n"[..])
    );
    assert_eq!(cause.unwrap().to_string(), "invalid digit found in string");
}

#[tokio::test]
async fn the_body_of_an_error_is_sent() {
    let error = Error::new(StatusCode::CONFLICT, "taken");
    let response = error.into_response();
    assert!(response.extensions().get::<InternalError>().is_none());
    let (status, headers, body) = read(response).await;
    assert_eq!((status, body), (409, Bytes::from("taken")));
    assert_eq!(headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
}

#[tokio::test]
async fn a_body_above_its_limit_is_413_at_any_depth() {
    let limited = || Limited::new(Body::from("too long"), 3);
    let direct = Error::from_boxed(limited().collect().await.unwrap_err());
    assert_eq!(direct.status(), StatusCode::PAYLOAD_TOO_LARGE);

    let wrapped = axum::Error::new(limited().collect().await.unwrap_err());
    assert_eq!(Error::from(wrapped).status(), StatusCode::PAYLOAD_TOO_LARGE);

    let local: Box<dyn StdError> = Box::new(axum::Error::new(io::Error::other(
        limited().collect().await.unwrap_err(),
    )));
    let error = Err::<(), _>(local).internal().unwrap_err();
    assert_eq!(error.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        error
            .into_response()
            .extensions()
            .get::<InternalError>()
            .is_none()
    );

    let bytes = to_bytes(Body::from("too long"), 3).await;
    assert_eq!(
        Error::from(bytes.unwrap_err()).status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn a_rejection_keeps_its_status_and_body() {
    let request = |content_type: &str, body: &'static str| {
        Request::post("/")
            .header(header::CONTENT_TYPE, content_type)
            .body(Body::from(body))
            .unwrap()
    };
    for (content_type, body, status) in [
        ("application/json", "-", 400),
        ("application/json", "\"x\"", 422),
        ("text/plain", "1", 415),
    ] {
        let extracted = Json::<u32>::from_request(request(content_type, body), &()).await;
        let rejection = extracted.unwrap_err();
        let text = rejection.body_text();
        let (got, _, body) = read(Error::from(rejection).into_response()).await;
        assert_eq!((got, body), (status, Bytes::from(text)));
    }
}

#[test]
fn types_that_do_not_implement_error_become_500() {
    /// Like `anyhow::Error`: does not implement `Error`, but converts into a box.
    #[derive(Debug)]
    struct Report(io::Error);
    impl From<Report> for Box<dyn StdError + Send + Sync> {
        fn from(report: Report) -> Self {
            Box::new(report.0)
        }
    }
    let sendable: Box<dyn StdError + Send + Sync> = "sendable".into();
    let local: Box<dyn StdError> = "local".into();
    let errors = [
        (
            Err::<(), _>(Report(io::Error::other("report"))).internal(),
            "report",
        ),
        (Err(sendable).internal(), "sendable"),
        (Err(local).internal(), "local"),
        (Err("text").internal(), "text"),
        (Err(io::Error::other("plain")).internal(), "plain"),
    ];
    for (result, cause) in errors {
        let error = result.unwrap_err();
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(error.cause().unwrap().to_string(), cause);
    }
    assert_eq!(Ok::<_, Box<dyn StdError>>(1).internal().unwrap(), 1);

    let sendable: Box<dyn StdError + Send + Sync> = "sendable".into();
    let errors = [
        (
            question_mark(Err(Report(io::Error::other("report")))),
            "report",
        ),
        (question_mark(Err(sendable)), "sendable"),
        (question_mark(Err("text".to_owned())), "text"),
        (question_mark(Err(io::Error::other("plain"))), "plain"),
    ];
    for (result, cause) in errors {
        let error = result.unwrap_err();
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(error.cause().unwrap().to_string(), cause);
    }
    let again = question_mark::<Error>(Err(not_found()));
    assert_eq!(again.unwrap_err().status(), StatusCode::NOT_FOUND);
}

fn question_mark<E>(result: Result<(), E>) -> Result<()>
where
    Error: From<E>,
{
    result?;
    Ok(())
}

#[test]
fn errors_are_send_and_sync() {
    fn sendable<T: Send + Sync + 'static>() {}
    sendable::<Error>();
}
