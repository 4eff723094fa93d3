//! Users, TLS and clusters.

use super::{
    Instance, Redis, key,
    redis_server::{RedisServer, cluster, rules_of_the_guide},
    tag, until,
};
use crate::cache::{
    Tag,
    store::second_tier::{Effect, SecondTier},
};
use std::time::Duration;

/// The operations that every server supports.
async fn check(one: &Instance, other: &Instance) {
    for path in 0..40 {
        let path = format!("/{path}");
        let tags = [Tag::path(&path), tag("t")];
        one.store(&key(&path), "text", &tags).await;
        assert_eq!(other.text(&key(&path)).await.as_deref(), Some("text"));
        assert!(other.lease(&key(&path)).await.is_some());
        assert_eq!(one.lease(&key(&path)).await, None);
        other.invalidate(&tags[..1], Effect::Hard).await;
        one.store(&key(&path), "new", &tags).await;
    }
    one.invalidate(&[tag("t"), Tag::path("/7")], Effect::Soft)
        .await;
    other.invalidate(&[tag("t")], Effect::Hard).await;
    one.tier.confirm().await.unwrap();
    for path in 0..40 {
        assert_eq!(one.text(&key(&format!("/{path}"))).await, None);
    }
    assert_eq!(one.events().last().map(String::as_str), Some("Hard t"));
}

#[tokio::test]
async fn case_110_a_restricted_user_suffices() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let mut command = vec!["acl", "setuser", "shop"];
    command.extend(rules_of_the_guide());
    assert_eq!(server.cli(&command), "OK");
    server.cli(&["acl", "setuser", "default", "off"]);
    let url = format!("redis://shop:secret@{}", server.address());
    let (one, other) = (Instance::start(&url).await, Instance::start(&url).await);
    check(&one, &other).await;
}

#[tokio::test]
async fn a_user_that_may_not_read_the_log_has_no_session() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    for rule in ["on", "nopass", "~*", "+@all", "-xread"] {
        assert_eq!(server.cli(&["acl", "setuser", "shop", rule]), "OK");
    }
    let url = format!("redis://shop:secret@{}", server.address());
    let instance = Instance::start_alone(Redis::new(url));
    until("it was refused", || !instance.tier.state.is_connecting()).await;
    let connections = || {
        let stats = server.cli(&["info", "stats"]);
        let count = stats
            .lines()
            .find_map(|it| it.strip_prefix("total_connections_received:"));
        count.unwrap().trim().parse::<usize>().unwrap()
    };
    let before = connections();
    for _ in 0..100 {
        assert!(!instance.tier.state.is_up());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Two sessions with two connections each, and that of the command.
    let more = connections() - before;
    assert!(more <= 5, "{more}");
}

#[tokio::test]
async fn case_110_tls_and_a_password() {
    let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cert.pem"), key.cert.pem()).unwrap();
    std::fs::write(
        folder.path().join("key.pem"),
        key.signing_key.serialize_pem(),
    )
    .unwrap();
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let tls = listener.local_addr().unwrap().port();
    drop(listener);
    let port = tls.to_string();
    let options = [
        "--tls-port",
        &port,
        "--tls-auth-clients",
        "no",
        "--requirepass",
        "secret",
        "--tls-cert-file",
        "{folder}/cert.pem",
        "--tls-key-file",
        "{folder}/key.pem",
    ];
    let Some(_server) = RedisServer::start_in(folder, &options, &["-a", "secret"]) else {
        return;
    };
    let options = |password: &str| Redis::new(format!("rediss://:{password}@localhost:{tls}"));
    let start = || Instance::start_alone(options("secret").ca_certificate(key.cert.pem()));
    let (one, other) = (start(), start());
    one.wait().await;
    other.wait().await;
    check(&one, &other).await;
    // A certificate that is not trusted, a wrong password.
    for options in [
        options("secret"),
        options("wrong").ca_certificate(key.cert.pem()),
    ] {
        let instance = Instance::start_alone(options);
        until("it was refused", || !instance.tier.state.is_connecting()).await;
        assert!(!instance.tier.state.is_up());
    }
    for (options, expected) in [
        (
            Redis::new("redis://host").ca_certificate(key.cert.pem()),
            false,
        ),
        (
            Redis::new("redis+cluster://host").ca_certificate(key.cert.pem()),
            false,
        ),
        (
            Redis::new("rediss+cluster://host").ca_certificate(key.cert.pem()),
            true,
        ),
        (
            Redis::new("rediss://host").ca_certificate("nonsense"),
            false,
        ),
        (
            Redis::new("rediss://host").ca_certificate(key.cert.pem()),
            true,
        ),
    ] {
        assert_eq!(options.check().is_ok(), expected, "{options:?}");
    }
}

#[tokio::test]
async fn case_107_a_cluster_with_three_primaries() {
    let Some(nodes) = cluster() else {
        return;
    };
    let url = format!(
        "redis+cluster://{},{}",
        nodes[0].address(),
        nodes[1].address()
    );
    let (one, other) = (Instance::start(&url).await, Instance::start(&url).await);
    check(&one, &other).await;
    assert_eq!(one.tier.state.queue().len(), 0);
    // Slots move while the instances run.
    let id = |node: &RedisServer| node.cli(&["cluster", "myid"]);
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        let moved = nodes[0].cli(&[
            "--cluster",
            "reshard",
            &nodes[0].address().to_string(),
            "--cluster-from",
            &id(&nodes[from]),
            "--cluster-to",
            &id(&nodes[to]),
            "--cluster-slots",
            "2000",
            "--cluster-yes",
        ]);
        assert!(!moved.contains("[ERR]"), "{moved}");
        tokio::time::sleep(Duration::from_secs(2)).await;
        one.wait().await;
        other.wait().await;
        one.events();
        check(&one, &other).await;
    }
}
