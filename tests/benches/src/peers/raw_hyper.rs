//! hyper without any router, with the same response for every path: no server on hyper can cost less.

use super::{Builds, Peer};
use crate::{
    project::{Project, Purpose},
    tree::Route,
};
use std::io;

pub(super) const PEER: Peer = Peer {
    title: "raw hyper",
    name: "raw_hyper",
    ways: &[],
    served: &["hyper"],
    builds: Builds::None,
    dependencies: "\
http-body-util = \"0.1.3\"
hyper = { version = \"1.8\", default-features = false }
",
    write,
    handler_file: |_| "src/main.rs".to_owned(),
};

fn write(project: &Project, _: &[Route], _: Purpose) -> io::Result<()> {
    project.write("src/main.rs", MAIN)
}

const MAIN: &str = "\
use std::convert::Infallible;

use http_body_util::Full;
use hyper::{Request, Response, body::{Bytes, Incoming}, service::service_fn};

async fn respond(_: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut response = Response::new(Full::new(Bytes::from_static(b\"ok\")));
    let text = hyper::header::HeaderValue::from_static(\"text/plain; charset=utf-8\");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, text);
    Ok(response)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    driver::socket::serve(service_fn(respond))
}
";
