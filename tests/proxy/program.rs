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
        fs::write(folder.path().join("cert.pem"), key.cert.pem()).unwrap();
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

fn configuration(folder: &Path, server: &str, plain: SocketAddr, tls: SocketAddr) -> String {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| {
        let path: PathBuf = folder.join(name);
        format!("{name}_temp_path {};", path.display())
    });
    let (temporary, folder) = (temporary.join("\n"), folder.display());
    format!(
        r"
daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    {temporary}
    map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
    upstream my_app {{ server {server}; keepalive 32; }}
    server {{
        listen {plain};
        listen {tls} ssl http2;
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        location / {{
            proxy_pass http://my_app;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_buffering off;
        }}
    }}
}}
"
    )
}
