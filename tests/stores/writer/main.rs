//! A program that a test kills while it writes to the file of the cache.
//!
//! It gets the number of the first version to write, and the versions that were acknowledged to its predecessors: `3=17,4=18`. It verifies
//! that no entry is older than these, and then writes versions: the source changes, the tag is invalidated, the entry is generated. A third
//! argument makes the entries larger.

use axum::body::to_bytes;
use router_runtime::{cache::RevalidateError, prelude::*, routes};
use std::{
    env,
    sync::{Arc, Mutex},
};
use tower::ServiceExt;

routes!("stores/writer/app", state = Versions);

/// The number of keys.
const KEYS: usize = 20;

/// The source of the responses: the version of each key.
#[derive(Clone, Default)]
pub struct Versions {
    by_key: Arc<Mutex<[u64; KEYS]>>,
    padding: usize,
}

impl Versions {
    /// The content of a key: its version many times, so that a part of it is not taken for all.
    pub fn text(&self, key: u64) -> String {
        let version = self.by_key.lock().unwrap()[usize::try_from(key).unwrap()];
        text(version) + &" ".repeat(self.padding)
    }

    fn set(&self, key: u64, version: u64) {
        self.by_key.lock().unwrap()[usize::try_from(key).unwrap()] = version;
    }
}

fn text(version: u64) -> String {
    format!("{version} ").repeat(usize::try_from(100 + version % 1_000).unwrap())
}

#[tokio::main]
async fn main() {
    let mut arguments = env::args().skip(1);
    let first: u64 = arguments.next().unwrap().parse().unwrap();
    let acknowledged = arguments.next().unwrap_or_default();
    let versions = Versions {
        padding: arguments.next().map_or(0, |text| text.parse().unwrap()),
        ..Versions::default()
    };
    let builder = app::builder(versions.clone());
    let (service, cache) = (builder.service(), builder.cache_handle());
    let get = async |key: u64| {
        let request = Request::get(format!("/{key}")).body(Body::empty()).unwrap();
        let response = service.clone().oneshot(request).await.unwrap();
        let state = response.headers()["cache-status"]
            .to_str()
            .unwrap()
            .to_owned();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (state, String::from_utf8(body.to_vec()).unwrap())
    };
    let mut hits = 0;
    for pair in acknowledged.split(',').filter(|pair| !pair.is_empty()) {
        let (key, version) = pair.split_once('=').unwrap();
        let (key, version): (u64, u64) = (key.parse().unwrap(), version.parse().unwrap());
        versions.set(key, version);
        let (state, body) = get(key).await;
        let found: u64 = body.split(' ').next().unwrap().parse().unwrap();
        assert!(
            found >= version,
            "{key}: {found} was sent after {version} was acknowledged"
        );
        assert_eq!(
            body.trim_end(),
            text(found).trim_end(),
            "{key}: the entry is not whole"
        );
        hits += u64::from(state.contains("detail=l2"));
    }
    println!("hits {hits}");
    for version in first.. {
        let key = version % KEYS as u64;
        versions.set(key, version);
        match cache.update_tag(&format!("key-{key}")).await {
            Ok(()) => println!("acknowledged {key} {version}"),
            Err(RevalidateError::Degraded) => println!("degraded {key} {version}"),
            Err(error) => panic!("{error}"),
        }
        let (_, body) = get(key).await;
        let is_new = body == versions.text(key);
        assert!(is_new, "{version}: {body:.20} was sent");
    }
}
