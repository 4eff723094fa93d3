//! Runs an application without a socket: `program WAY COUNT METHOD PATH…`.
//!
//! With a count of zero it prints one answer per path, so that two applications can be compared.
//! Otherwise it sends that many requests over the paths in turn and prints nothing. The difference
//! between two counts is what the requests cost, without start-up and shut-down.
//!
//! With `CONDITIONAL` set, every request bears the validator of an earlier answer; with `SHOW_HEADERS`, the names of the headers
//! are printed too.
//!
//! `program WAY serve` answers on `127.0.0.1:$PORT` until its standard input ends: see [`socket`].

pub mod socket;

use std::convert::Infallible;
use std::error::Error;
use std::future::{Ready, ready};
use std::process::ExitCode;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderValue, Method, Request, Uri};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use tower::{Service, ServiceExt};

/// The way into the application that the command line asks for.
#[must_use]
pub fn way() -> String {
    std::env::args().nth(1).unwrap_or_default()
}

/// Sends the requests of the command line to `service`, or serves it.
pub fn run<S>(service: S) -> ExitCode
where
    S: Service<Request<Body>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    end(match std::env::args().nth(2).as_deref() {
        Some("serve") => socket::serve(socket::Tower(service)),
        _ => try_run(service),
    })
}

/// How a program ends.
fn end(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A service that is nothing but a handler: the least that any router can cost.
#[derive(Clone, Copy, Debug)]
pub struct HandlerAlone;

impl Service<Request<Body>> for HandlerAlone {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        ready(Ok("ok".into_response()))
    }
}

fn try_run<S>(mut service: S) -> Result<(), Box<dyn Error>>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    let mut arguments = std::env::args().skip(2);
    let count: usize = arguments.next().ok_or("no count")?.parse()?;
    let method: Method = arguments.next().ok_or("no method")?.parse()?;
    let uris = arguments
        .map(|path| path.parse::<Uri>())
        .collect::<Result<Vec<_>, _>>()?;
    tokio::runtime::Builder::new_current_thread()
        .build()?
        .block_on(async {
            let mut requests = Vec::new();
            for uri in uris {
                let etag = match std::env::var_os("CONDITIONAL") {
                    None => None,
                    Some(_) => {
                        let response = service.ready().await?.call(get(&uri)).await?;
                        Some(response.headers().get(ETAG).ok_or("no ETag")?.clone())
                    }
                };
                requests.push(Asked {
                    method: method.clone(),
                    uri,
                    etag,
                });
            }
            if count == 0 {
                return print_answers(&mut service, &requests).await;
            }
            for asked in requests.iter().cycle().take(count) {
                let _response = service.ready().await?.call(asked.request()).await?;
            }
            Ok(())
        })
}

async fn print_answers<S>(service: &mut S, requests: &[Asked]) -> Result<(), Box<dyn Error>>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    for asked in requests {
        let response = service.ready().await?.call(asked.request()).await?;
        let status = response.status();
        let mut names: Vec<String> = Vec::new();
        if std::env::var_os("SHOW_HEADERS").is_some() {
            names.extend(response.headers().keys().map(ToString::to_string));
            names.sort();
        }
        let body = response.into_body().collect().await?.to_bytes();
        println!(
            "{} {} {} {:?} {}",
            asked.method,
            asked.uri,
            status.as_u16(),
            String::from_utf8_lossy(&body),
            names.join(" ")
        );
    }
    Ok(())
}

struct Asked {
    method: Method,
    uri: Uri,
    etag: Option<HeaderValue>,
}

impl Asked {
    fn request(&self) -> Request<Body> {
        let mut request = get(&self.uri);
        *request.method_mut() = self.method.clone();
        if let Some(etag) = &self.etag {
            request.headers_mut().insert(IF_NONE_MATCH, etag.clone());
        }
        request
    }
}

fn get(uri: &Uri) -> Request<Body> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri.clone();
    request
}
