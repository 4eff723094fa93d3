//! Servers that the cache cannot use, or should not: the log names the cause and the remedy.

use super::{Instance, redis};
use router_runtime::cache::CacheOptions;
use router_tests::{log::Log, redis_server::RedisServer, wait::wait_for};

const OUTAGE: &str = "the shared store of the cache cannot be used, so this instance works alone: ";

/// Starts an instance and returns its first warning that contains this text. The instance serves and invalidates in any case.
async fn warning(url: &str, text: &str) -> String {
    let (log, _guard) = Log::begin();
    let instance = Instance::start_with(CacheOptions::new().shared(redis(url))).await;
    let mut lines = Vec::new();
    let warning = wait_for(&format!("a warning with {text:?}"), async || {
        assert_eq!(instance.get("/a").await.status, 200);
        let _ = instance.cache.update_tag("items").await;
        lines.extend(log.take());
        let mut warnings = lines.iter().filter(|line| line.contains(" WARN "));
        warnings.find(|line| line.contains(text)).cloned()
    })
    .await;
    assert!(!lines.concat().contains("secret"), "{lines:#?}");
    warning
}

/// Starts a server and an instance, whose log says that the server cannot be used. Returns the reason and the advice.
async fn outage(options: &[&str], client: &[&str], user: &str) -> Option<String> {
    let server = RedisServer::start_with(options, client)?;
    let url = format!("redis://{user}{}", server.address());
    let line = warning(&url, OUTAGE).await;
    let (_, reason) = line.split_once(OUTAGE).unwrap();
    Some(reason.to_owned())
}

const PASSWORD: [&str; 2] = ["--requirepass", "secret-1"];
const OF_CLIENT: [&str; 3] = ["--no-auth-warning", "-a", "secret-1"];

#[tokio::test]
async fn a_missing_password_is_named() {
    let Some(reason) = outage(&PASSWORD, &OF_CLIENT, "").await else {
        return;
    };
    let help = "; help: the server requires a password: `redis://user:password@host:6379`";
    assert!(reason.contains(help), "{reason}");
}

#[tokio::test]
async fn a_wrong_password_is_named() {
    let Some(reason) = outage(&PASSWORD, &OF_CLIENT, ":secret-2@").await else {
        return;
    };
    assert!(reason.to_lowercase().contains("password"), "{reason}");
    let help = "; help: check the user and the password in the URL";
    assert!(reason.contains(help), "{reason}");
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    let user = "--user shop on >secret-1 ~* +ping +client +info +select";
    let user: Vec<&str> = user.split(' ').collect();
    let Some(reason) = outage(&user, &[], "shop:secret-1@").await else {
        return;
    };
    assert!(reason.contains("'evalsha'"), "{reason}");
    let help = "; help: the user lacks a permission; the guide lists those that the cache needs";
    assert!(reason.contains(help), "{reason}");
}

#[tokio::test]
async fn a_server_without_memory_is_named() {
    let full = ["--maxmemory", "1", "--maxmemory-policy", "noeviction"];
    let Some(reason) = outage(&full, &[], "").await else {
        return;
    };
    assert!(reason.contains("OOM"), "{reason}");
    let help = "; help: set `maxmemory-policy volatile-lru`, or raise `maxmemory`";
    assert!(reason.contains(help), "{reason}");
}

#[tokio::test]
async fn policies_that_harm_the_cache_are_named() {
    for (policy, harm) in [
        ("allkeys-lru", "which may evict the invalidated tags"),
        ("noeviction", "so nothing is stored once its memory is full"),
        (
            "volatile-ttl",
            "which evicts the responses that are being generated first",
        ),
    ] {
        let Some(server) = RedisServer::start_with(&["--maxmemory-policy", policy], &[]) else {
            return;
        };
        let cause = format!("`maxmemory-policy` of the shared store is `{policy}`, {harm}");
        let line = warning(&server.url(), &cause).await;
        assert!(line.contains(&server.url()), "{line}");
        assert!(line.contains("; help: set "), "{line}");
        assert!(line.contains("`maxmemory-policy volatile-lru`"), "{line}");
    }
}
