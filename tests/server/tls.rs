//! TLS without a proxy.

use crate::{SHORT, Server, limits::UPGRADE, process};
use reqwest::{Client, Version};
use router_runtime::server::{ServeOptions, Tls};
use router_tests::{
    raw,
    wait::{TIMEOUT, wait_for},
};
use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName},
};
use std::{fs, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};

const HOST: &str = "shop.example";

/// A certificate in two files.
struct Files {
    folder: TempDir,
    certificate: CertificateDer<'static>,
}

impl Files {
    fn new() -> Self {
        let mut files = Self {
            folder: tempfile::tempdir().unwrap(),
            certificate: Vec::new().into(),
        };
        files.replace();
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn tls(&self) -> Tls {
        Tls::from_files(self.path("cert.pem"), self.path("key.pem"))
    }

    /// Writes another certificate.
    fn replace(&mut self) {
        let made = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
        fs::write(self.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
        fs::write(self.path("cert.pem"), made.cert.pem()).unwrap();
        self.certificate = made.cert.der().clone();
    }

    /// The configuration of a client that trusts the certificate.
    fn client_config(&self, protocol: &str) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap();
        let mut config = config.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.into()];
        config
    }

    /// The body of a response, and its version.
    async fn get(&self, server: SocketAddr, protocol: &str, path: &str) -> (Version, String) {
        let client = Client::builder()
            .tls_backend_preconfigured(self.client_config(protocol))
            .resolve(HOST, server)
            .no_proxy()
            .build()
            .unwrap();
        let url = format!("https://{HOST}:{}{path}", server.port());
        let response = timeout(TIMEOUT, client.get(url).send()).await;
        let response = response.unwrap().unwrap();
        (response.version(), response.text().await.unwrap())
    }

    async fn connect(
        &self,
        server: SocketAddr,
    ) -> std::io::Result<raw::Client<TlsStream<TcpStream>>> {
        let connector = TlsConnector::from(Arc::new(self.client_config("http/1.1")));
        let socket = TcpStream::connect(server).await.unwrap();
        let name = ServerName::try_from(HOST).unwrap();
        Ok(raw::Client(connector.connect(name, socket).await?))
    }
}

#[tokio::test]
async fn both_versions_are_served() {
    let files = Files::new();
    let server = Server::start(ServeOptions::new().tls(files.tls())).await;
    for (protocol, version) in [("h2", Version::HTTP_2), ("http/1.1", Version::HTTP_11)] {
        let response = files.get(server.address(), protocol, "/origin").await;
        let origin = format!("127.0.0.1 https://{HOST}:{}", server.address().port());
        assert_eq!(response, (version, origin));
    }
    let mut client = files.connect(server.address()).await.unwrap();
    let response = client.get("/origin").await;
    assert!(
        response.contains("set-cookie: seen=1; Secure; Path=/\r\n"),
        "{response}"
    );
    assert!(client.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn websockets_are_served() {
    let files = Files::new();
    let server = Server::start(ServeOptions::new().tls(files.tls())).await;
    let mut client = files.connect(server.address()).await.unwrap();
    client.write(UPGRADE).await;
    let head = client.until("\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    // A text message, masked with zeros.
    client.write(b"\x81\x82\0\0\0\0hi").await;
    assert_eq!(client.until("hi").await, "\u{81}\u{2}hi");
}

#[tokio::test]
async fn large_responses_are_sent() {
    let files = Files::new();
    let server = Server::start(ServeOptions::new().tls(files.tls())).await;
    for protocol in ["h2", "http/1.1"] {
        let (_, body) = files.get(server.address(), protocol, "/large/8").await;
        assert_eq!(body.len(), 8 << 20);
    }
}

/// The beginning of a handshake.
const HALF: &[u8] = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";

#[tokio::test]
async fn half_handshakes_do_not_keep_others_out() {
    let files = Files::new();
    let options = ServeOptions::new().tls(files.tls()).max_connections(4);
    let server = Server::start(options).await;
    let mut halves = Vec::new();
    for _ in 0..20 {
        let mut half = server.connect().await;
        half.write(HALF).await;
        halves.push(half);
    }
    for _ in 0..4 {
        let (_, body) = files.get(server.address(), "h2", "/").await;
        assert_eq!(body, "home");
    }
}

#[tokio::test]
async fn an_unused_connection_is_closed_for_a_newcomer() {
    let files = Files::new();
    let options = ServeOptions::new().tls(files.tls()).max_connections(2);
    let server = Server::start(options).await;
    // Browsers open connections in advance.
    let mut unused = files.connect(server.address()).await.unwrap();
    let mut used = files.connect(server.address()).await.unwrap();
    assert!(used.get("/").await.ends_with("home"));
    let mut newcomer = files.connect(server.address()).await.unwrap();
    assert!(newcomer.get("/").await.ends_with("home"));
    assert_eq!(unused.rest().await, "");
    assert!(used.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn a_handshake_has_the_time_of_headers() {
    let files = Files::new();
    let options = ServeOptions::new().tls(files.tls()).header_timeout(SHORT);
    let server = Server::start(options).await;
    let mut silent = server.connect().await;
    let mut half = server.connect().await;
    half.write(HALF).await;
    let mut unused = files.connect(server.address()).await.unwrap();
    assert_eq!(silent.rest().await, "");
    assert_eq!(half.rest().await, "");
    assert_eq!(unused.rest().await, "");
    let (_, body) = files.get(server.address(), "h2", "/").await;
    assert_eq!(body, "home");
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_handshakes() {
    let files = Files::new();
    let grace = Duration::from_secs(600);
    let options = ServeOptions::new().tls(files.tls()).shutdown_grace(grace);
    let mut server = Server::start(options).await;
    let mut half = server.connect().await;
    half.write(HALF).await;
    // The server has accepted the connection before this one.
    let mut idle = files.connect(server.address()).await.unwrap();
    assert!(idle.get("/").await.ends_with("home"));
    server.stop();
    assert_eq!(half.rest().await, "");
    server.ended().await;
}

#[tokio::test]
async fn requests_without_tls_are_not_served() {
    let files = Files::new();
    let server = Server::start(ServeOptions::new().tls(files.tls())).await;
    let mut client = server.connect().await;
    client.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let response = client.rest().await;
    assert!(!response.contains("home"), "{response}");
}

#[tokio::test]
async fn a_new_certificate_is_served_without_a_restart() {
    let mut files = Files::new();
    let server = Server::start(ServeOptions::new().tls(files.tls())).await;
    let mut open = files.connect(server.address()).await.unwrap();
    files.replace();
    let replaced = wait_for("the new certificate", async || {
        tokio::time::sleep(Duration::from_millis(50)).await;
        files.connect(server.address()).await.ok()
    });
    assert!(replaced.await.get("/").await.ends_with("home"));
    assert!(open.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn files_that_do_not_fit_together_replace_nothing() {
    let files = Files::new();
    let server = Server::start(ServeOptions::new().tls(files.tls())).await;
    let other = Files::new();
    fs::copy(other.path("key.pem"), files.path("key.pem")).unwrap();
    // The server has looked at the files.
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert!(files.connect(server.address()).await.is_ok());
    fs::copy(other.path("cert.pem"), files.path("cert.pem")).unwrap();
    let replaced = wait_for("the other certificate", async || {
        tokio::time::sleep(Duration::from_millis(50)).await;
        other.connect(server.address()).await.ok()
    });
    assert!(replaced.await.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn files_that_could_not_be_read_are_read_again() {
    let files = Files::new();
    let server = Server::start(ServeOptions::new().tls(files.tls())).await;
    let other = Files::new();
    fs::copy(other.path("key.pem"), files.path("key.pem")).unwrap();
    let good = fs::read_to_string(other.path("cert.pem")).unwrap();
    let time = std::time::SystemTime::now();
    // Time and length do not show that the second certificate is another one.
    let write = |text: &str| {
        let path = files.path("cert.pem");
        fs::write(&path, text).unwrap();
        fs::File::open(path).unwrap().set_modified(time).unwrap();
    };
    write(&good.replace("BEGIN", "BEGUN"));
    // The server has looked at the files.
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert!(files.connect(server.address()).await.is_ok());
    write(&good);
    let replaced = wait_for("the other certificate", async || {
        tokio::time::sleep(Duration::from_millis(50)).await;
        other.connect(server.address()).await.ok()
    });
    assert!(replaced.await.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn a_configuration_of_rustls_is_used() {
    let made = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
    let files = Files {
        folder: tempfile::tempdir().unwrap(),
        certificate: made.cert.der().clone(),
    };
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let chain = vec![files.certificate.clone()];
    let config = config
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let server = Server::start(ServeOptions::new().tls(config)).await;
    let (version, body) = files.get(server.address(), "h2", "/").await;
    assert_eq!((version, &*body), (Version::HTTP_2, "home"));
}

#[tokio::test]
async fn the_variables_name_the_files() {
    let files = Files::new();
    let (certificate, key) = (files.path("cert.pem"), files.path("key.pem"));
    let variables = [
        ("SERVE_TLS_CERTIFICATE", certificate.to_str().unwrap()),
        ("SERVE_TLS_KEY", key.to_str().unwrap()),
    ];
    let mut command = process::command(&variables);
    let (_server, address) = process::start(&mut command, "listening on https://").await;
    let (_, body) = files.get(address.parse().unwrap(), "h2", "/").await;
    assert_eq!(body, "home");
}

#[tokio::test]
async fn a_mistake_is_reported_at_the_start() {
    let (files, other) = (Files::new(), Files::new());
    let (certificate, key) = (files.path("cert.pem"), files.path("key.pem"));
    let file = |name: &str, text: &str| {
        fs::write(files.path(name), text).unwrap();
        files.path(name)
    };
    let text = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let empty = file("empty.pem", "");
    let two = file("two.pem", &text(&key).repeat(2));
    let broken = file(
        "broken.pem",
        &text(&certificate).replace("-----END", "-----STOP"),
    );
    let invalid = file(
        "invalid.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
    let long = file("long.pem", &"a\n".repeat(1 << 20));
    let missing = files.path("missing.pem");
    for (certificate, key, expected) in [
        (
            &missing,
            &key,
            "cannot read the certificate {c}: No such file or directory (os error 2)",
        ),
        (
            &certificate,
            &missing,
            "cannot read the private key {k}: No such file or directory (os error 2)",
        ),
        (
            &empty,
            &key,
            "{c} contains no certificate: expected `-----BEGIN CERTIFICATE-----` in PEM",
        ),
        (
            &key,
            &certificate,
            "{c} contains no certificate: expected `-----BEGIN CERTIFICATE-----` in PEM",
        ),
        (
            &certificate,
            &certificate,
            "{k} contains no private key: expected `-----BEGIN PRIVATE KEY-----` in PEM, without a password",
        ),
        (
            &certificate,
            &two,
            "{k} contains 2 private keys: expected only that of the certificate",
        ),
        (
            &certificate,
            &other.path("key.pem"),
            "{k} is not the private key of the certificate {c}",
        ),
        (&broken, &key, "the certificate {c} is malformed: "),
        (
            &invalid,
            &key,
            "the certificate {c} and its private key {k}: ",
        ),
        (
            &long,
            &key,
            "cannot read the certificate {c}: file too large",
        ),
    ] {
        let options = ServeOptions::new().port(0).tls((certificate, key));
        let served = crate::app::service(crate::Shared::default()).serve_with(options);
        let error = timeout(TIMEOUT, served)
            .await
            .unwrap()
            .unwrap_err()
            .to_string();
        let expected = expected.replace("{c}", certificate.to_str().unwrap());
        let expected = expected.replace("{k}", key.to_str().unwrap());
        assert!(error.starts_with(&expected), "{error}\n{expected}");
    }
}
