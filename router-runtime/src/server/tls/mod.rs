//! TLS of connections.

mod certificate;
mod reload;

use self::{certificate::Files, reload::Certificates};
use super::{ServeError, connection::Encryption};
use rustls::{ServerConfig, crypto::CryptoProvider};
use std::{
    fmt,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::task::JoinSet;

/// The protocols that a client may choose, the preferred one first (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The certificate of a server, for [`ServeOptions::tls`](super::ServeOptions::tls). Feature `tls`.
///
/// ```no_run
/// # mod app { pub fn service() -> router_runtime::AppService<()> { unimplemented!() } }
/// # async fn run() -> Result<(), router_runtime::ServeError> {
/// use router_runtime::server::{ServeOptions, Tls};
///
/// let tls = Tls::from_files("/etc/ssl/app/fullchain.pem", "/etc/ssl/app/key.pem");
/// let options = ServeOptions::from_env()?.host("0.0.0.0").port(443).tls(tls);
/// app::service().serve_with(options).await
/// # }
/// ```
///
/// For client certificates or several hosts, create it from a [`rustls::ServerConfig`] of rustls 0.23. If the configuration has no ALPN
/// protocols, the server adds HTTP/2 and HTTP/1.1.
pub struct Tls(TlsSource);

enum TlsSource {
    Files(Files),
    Config(Arc<ServerConfig>),
}

impl Tls {
    /// Uses the certificate and the private key in two PEM files. In the first, the certificate comes before those between it and the root.
    ///
    /// The server reads the files when it starts, and again within 5 seconds after they have changed. New connections then use the new
    /// certificate. If the key is not that of the certificate, such as between the writes of the two files, the server logs a warning and
    /// uses the previous certificate.
    pub fn from_files(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        Self(TlsSource::Files(Files {
            certificate: certificate.into(),
            key: key.into(),
        }))
    }

    fn read(self) -> Result<(Arc<ServerConfig>, Option<Certificates>), ServeError> {
        let (mut config, certificates) = match self.0 {
            TlsSource::Config(config) => (config, None),
            TlsSource::Files(files) => {
                let provider = provider();
                let certificates = Certificates::read(files, &provider)?;
                let config = ServerConfig::builder_with_provider(provider)
                    .with_safe_default_protocol_versions()
                    .map_err(|error| ServeError::new(ErrorKind::Unsupported, error.to_string()))?
                    .with_no_client_auth()
                    .with_cert_resolver(certificates.current());
                (Arc::new(config), Some(certificates))
            }
        };
        if config.alpn_protocols.is_empty() {
            Arc::make_mut(&mut config).alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).into();
        }
        Ok((config, certificates))
    }
}

/// Reads the certificate, and looks for new ones until the returned task is dropped.
pub(super) fn start(tls: Option<Tls>) -> Result<(Encryption, JoinSet<()>), ServeError> {
    let mut reloading = JoinSet::new();
    let acceptor = match tls {
        Some(tls) => {
            let (config, certificates) = tls.read()?;
            if let Some(certificates) = certificates {
                reloading.spawn(certificates.reload());
            }
            Some(config.into())
        }
        None => None,
    };
    Ok((Encryption { acceptor }, reloading))
}

/// Returns the provider of the process if one is installed, and ring otherwise.
fn provider() -> Arc<CryptoProvider> {
    match CryptoProvider::get_default() {
        Some(installed) => Arc::clone(installed),
        None => Arc::new(rustls::crypto::ring::default_provider()),
    }
}

impl From<ServerConfig> for Tls {
    fn from(config: ServerConfig) -> Self {
        Arc::new(config).into()
    }
}

impl From<Arc<ServerConfig>> for Tls {
    fn from(config: Arc<ServerConfig>) -> Self {
        Self(TlsSource::Config(config))
    }
}

/// From the files of a certificate and of its key.
impl<C: AsRef<Path>, K: AsRef<Path>> From<(C, K)> for Tls {
    fn from((certificate, key): (C, K)) -> Self {
        Self::from_files(certificate.as_ref(), key.as_ref())
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            TlsSource::Files(files) => f.debug_tuple("Tls").field(files).finish(),
            TlsSource::Config(_) => f.write_str("Tls"),
        }
    }
}
