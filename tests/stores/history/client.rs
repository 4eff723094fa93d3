//! Operations of clients on the instances, recorded.

use crate::{
    body,
    cluster::Cluster,
    history::{Content, Label, Outcome, Read, Recorder, Reply, Write},
    http::Http,
    truth::Truth,
    workload::{Call, Key},
};
use axum::{
    body::Bytes,
    http::{Method, Response},
};
use std::sync::Arc;

/// A client of all instances.
#[derive(Clone)]
pub struct Client {
    pub keys: Arc<Vec<Key>>,
    pub cluster: Arc<Cluster>,
    pub recorder: Recorder,
    pub truth: Truth,
    pub http: Http,
}

impl Client {
    /// Requests a key. Returns `false` if there was no response.
    pub async fn read(&self, instance: usize, key: usize) -> bool {
        let read = self.read_recorded(instance, key).await;
        read.is_some_and(|read| matches!(read.reply, Reply::Response { .. }))
    }

    /// Requests a key. Returns what was recorded; `None` if there is no process.
    pub async fn read_recorded(&self, instance: usize, key: usize) -> Option<Read> {
        let (life, address) = self.cluster.address(instance)?;
        let start = self.recorder.now();
        let path = &self.keys[key].path;
        let reply = match self.http.send(Method::GET, address, path).await {
            Ok(response) => self.reply(&response),
            Err(error) => Reply::None(error.to_string()),
        };
        let mut history = self.recorder.history();
        let end = self.recorder.now();
        let read = Read {
            key,
            life,
            start,
            end,
            reply,
        };
        history.reads.push(read.clone());
        Some(read)
    }

    /// Sets a new version of the keys of a call, and then calls. Returns `false` if there was no response.
    pub async fn write(&self, instance: usize, call: &Call) -> bool {
        let Some((life, address)) = self.cluster.address(instance) else {
            return false;
        };
        let (method, path) = match call.function {
            "PUT" => (Method::PUT, format!("/{}", call.of.replace('.', "/"))),
            function => (Method::POST, format!("/invalidate/{function}/{}", call.of)),
        };
        let write = {
            let mut history = self.recorder.history();
            history.writes.push(Write {
                life,
                call: format!("{} {}", call.function, call.of),
                effect: call.effect,
                versions: self.truth.advance(&call.keys),
                start: self.recorder.now(),
                end: None,
            });
            history.writes.len() - 1
        };
        let response = self.http.send(method, address, &path).await;
        let outcome = match &response {
            Ok(response) if response.status() == 204 => Outcome::Local,
            Ok(response) if response.body() == "degraded" => Outcome::Local,
            Ok(response) if response.body() == "acknowledged" => Outcome::Acknowledged,
            _ => Outcome::Unknown,
        };
        let end = self.recorder.now();
        self.recorder.history().writes[write].end = Some((end, outcome));
        response.is_ok()
    }

    fn reply(&self, response: &Response<Bytes>) -> Reply {
        let header = |name| response.headers().get(name)?.to_str().ok();
        let status = response.status().as_u16();
        let content = match str::from_utf8(response.body()) {
            Ok(text) => body::read(text, &self.keys),
            Err(error) => Content::Broken(error.to_string()),
        };
        Reply::Response {
            status,
            label: header("cache-status").map(label),
            age: header("age").and_then(|age| age.parse().ok()),
            content: match content {
                Content::Broken(_) if status >= 400 => Content::Error,
                content => content,
            },
        }
    }
}

fn label(status: &str) -> Label {
    let is_alone = status.contains("detail=l2-down");
    if !status.starts_with("rcache; hit") {
        return if is_alone {
            Label::RunAlone
        } else {
            Label::Run
        };
    }
    if is_alone {
        Label::Unconfirmed
    } else if status.contains("detail=l2") {
        Label::Loaded
    } else if status.contains("detail=") {
        Label::Stale
    } else {
        Label::Hit
    }
}
