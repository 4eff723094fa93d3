//! Runs an application without a socket: `program WAY COUNT METHOD PATH…`.
//!
//! With a count of zero it prints one response per path, so that two applications can be compared.
//! Otherwise it sends that many requests over the paths round-robin and prints nothing. The difference
//! between two counts is the cost of the requests, without start-up and shutdown.
//!
//! With `CONDITIONAL` set, every request has the validator of an earlier response. `HEADERS` sets headers, one a line, `BODY` the body,
//! and `PEER` the address of the client. With `SHOW_HEADERS`, the names of the headers are printed too.
//!
//! `program WAY serve` serves on `127.0.0.1:$PORT` until its standard input ends: see [`socket`].

pub mod socket;

use axum::{
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Request, Uri,
        header::{ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use std::{
    convert::Infallible,
    error::Error,
    future::{Ready, ready},
    net::SocketAddr,
    process::ExitCode,
    task::{Context, Poll},
};
use tokio::runtime::Runtime;
use tower::{Service, ServiceExt};

/// Returns the way into the application, which is the first argument.
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

/// Returns the exit code of a program.
fn end(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A handler without a router: no router can cost less.
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
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    let templates = runtime.block_on(templates(&mut service, &method, uris))?;
    if count == 0 {
        return runtime.block_on(print_responses(&mut service, &templates));
    }
    count_requests(&runtime, &mut service, &templates, count);
    if std::env::var_os("START").is_some() {
        // The end of the process does not belong to its start.
        std::process::exit(0);
    }
    Ok(())
}

/// Sends the requests. Callgrind counts the instructions of this function only, so that the cost of starting the application, which
/// varies with the seeds of hash tables, is left out. It must not contain a closure, whose name would match that of the function.
#[inline(never)]
fn count_requests<S>(runtime: &Runtime, service: &mut S, templates: &[Template], count: usize)
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    let Ok(()) = runtime.block_on(send(service, templates, count));
}

async fn send<S>(service: &mut S, templates: &[Template], count: usize) -> Result<(), Infallible>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    for template in templates.iter().cycle().take(count) {
        let _response = service.ready().await?.call(template.request()).await?;
    }
    Ok(())
}

async fn templates<S>(
    service: &mut S,
    method: &Method,
    uris: Vec<Uri>,
) -> Result<Vec<Template>, Box<dyn Error>>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    let is_conditional = std::env::var_os("CONDITIONAL").is_some();
    let headers = headers(&std::env::var("HEADERS").unwrap_or_default())?;
    let body = Bytes::from(std::env::var("BODY").unwrap_or_default());
    let peer = std::env::var("PEER").ok();
    let peer = peer.map(|peer| peer.parse()).transpose()?;
    let mut templates = Vec::new();
    for uri in uris {
        let etag = if is_conditional {
            let response = service.ready().await?.call(get(&uri)).await?;
            Some(response.headers().get(ETAG).ok_or("no ETag")?.clone())
        } else {
            None
        };
        templates.push(Template {
            method: method.clone(),
            uri,
            headers: headers.clone(),
            body: body.clone(),
            peer,
            etag,
        });
    }
    Ok(templates)
}

async fn print_responses<S>(service: &mut S, requests: &[Template]) -> Result<(), Box<dyn Error>>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    for template in requests {
        let response = service.ready().await?.call(template.request()).await?;
        let status = response.status();
        let mut names: Vec<String> = Vec::new();
        if std::env::var_os("SHOW_HEADERS").is_some() {
            names.extend(response.headers().keys().map(ToString::to_string));
            names.sort();
        }
        let body = response.into_body().collect().await?.to_bytes();
        println!(
            "{} {} {} {:?} {}",
            template.method,
            template.uri,
            status.as_u16(),
            String::from_utf8_lossy(&body),
            names.join(" ")
        );
    }
    Ok(())
}

/// Reads headers from lines of `name: value`.
fn headers(lines: &str) -> Result<HeaderMap, Box<dyn Error>> {
    let mut headers = HeaderMap::new();
    for line in lines.lines() {
        let (name, value) = line.split_once(": ").ok_or("a header has no value")?;
        headers.append(name.parse::<HeaderName>()?, value.parse()?);
    }
    Ok(headers)
}

struct Template {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    peer: Option<SocketAddr>,
    etag: Option<HeaderValue>,
}

impl Template {
    fn request(&self) -> Request<Body> {
        let mut request = get(&self.uri);
        *request.method_mut() = self.method.clone();
        if !self.headers.is_empty() {
            *request.headers_mut() = self.headers.clone();
        }
        if !self.body.is_empty() {
            *request.body_mut() = Body::from(self.body.clone());
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
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
