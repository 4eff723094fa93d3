//! nginx, as the guide configures it.

use crate::PROXY;
use router_tests::{
    tool::{Tool, in_path},
    wait::TIMEOUT,
};
use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

static NGINX: Tool = Tool {
    name: "nginx",
    variable: "PROXY_TESTS",
    packages: &["nginx-light"],
    find: || in_path("nginx").ok_or_else(|| "there is no `nginx` in PATH".to_owned()),
    found: OnceLock::new(),
};

const GUIDE: &str = include_str!("../../router-runtime/src/docs/guide/deploying.md");

/// The host in the certificate of nginx.
pub(crate) const HOST: &str = "shop.example";

/// A running nginx; it ends with the test.
pub(crate) struct Nginx {
    child: Child,
    /// The port of HTTP/1.1.
    pub(crate) plain: SocketAddr,
    /// The port of TLS, with HTTP/2 and HTTP/1.1.
    pub(crate) tls: SocketAddr,
    /// The certificate.
    pub(crate) certificate: Vec<u8>,
    _folder: TempDir,
}

impl Nginx {
    /// Starts nginx in front of a server, such as `127.0.0.1:3000` or `unix:/run/app.sock`. Returns `None` if there is no nginx.
    pub(crate) fn start(server: &str) -> Option<Self> {
        let program = NGINX.path_or_skip()?;
        let folder = tempfile::tempdir().unwrap();
        let key = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
        fs::write(folder.path().join("fullchain.pem"), key.cert.pem()).unwrap();
        fs::write(
            folder.path().join("key.pem"),
            key.signing_key.serialize_pem(),
        )
        .unwrap();
        let (plain, tls) = (free_address(), free_address());
        let config = folder.path().join("nginx.conf");
        fs::write(&config, configuration(folder.path(), server, plain, tls)).unwrap();
        let child = Command::new(program)
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(&config)
            .args(["-e", "stderr"])
            .stdin(Stdio::null())
            .spawn()
            .expect("nginx starts");
        let mut nginx = Self {
            child,
            plain,
            tls,
            certificate: key.cert.der().to_vec(),
            _folder: folder,
        };
        nginx.wait();
        Some(nginx)
    }

    fn wait(&mut self) {
        let end = Instant::now() + TIMEOUT;
        while TcpStream::connect(self.tls).is_err() {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "nginx ended: {ended:?}");
            assert!(Instant::now() < end, "nginx does not listen");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((PROXY, 0)).unwrap();
    listener.local_addr().unwrap()
}

/// The block of the guide, with the addresses and files of this test. Requests without TLS are not redirected but passed on.
fn configuration(folder: &Path, server: &str, plain: SocketAddr, tls: SocketAddr) -> String {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| {
        let path: PathBuf = folder.join(name);
        format!("{name}_temp_path {};", path.display())
    });
    let (temporary, folder) = (temporary.join("\n"), folder.display());
    let (_, block) = GUIDE
        .split_once("# /etc/nginx/conf.d/my-app.conf\n")
        .unwrap();
    let mut block = block.split_once("```").unwrap().0.to_owned();
    for (shown, here) in [
        ("127.0.0.1:3000", server),
        ("listen 80;", &format!("listen {};", free_address())),
        (
            "listen 443 ssl;",
            &format!("listen {plain}; listen {tls} ssl http2;"),
        ),
        ("example.org", HOST),
        ("/etc/ssl/my-app", &folder.to_string()),
    ] {
        assert!(block.contains(shown), "{shown} is not in the guide");
        block = block.replace(shown, here);
    }
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nevents {{}}\n\
         http {{\naccess_log off;\n{temporary}\n{block}}}\n"
    )
}
