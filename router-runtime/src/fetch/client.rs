//! The HTTP client of an application.

use reqwest::{Client, ClientBuilder, redirect};
use rustls::{ClientConfig, RootCertStore, crypto::CryptoProvider};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::{Arc, OnceLock};

/// The maximum number of redirects that are followed.
const MAX_REDIRECTS: usize = 10;

/// The client for all requests of an application, created by the first of them. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct FetchClient(Arc<OnceLock<ClientResult>>);

type ClientResult = Result<Client, Arc<reqwest::Error>>;

impl FetchClient {
    pub(super) fn get(&self) -> &ClientResult {
        self.0
            .get_or_init(|| client_builder().build().map_err(Arc::new))
    }
}

impl From<Client> for FetchClient {
    fn from(client: Client) -> Self {
        Self(Arc::new(OnceLock::from(Ok(client))))
    }
}

/// Returns the builder of the default client of [`Fetch`](super::Fetch), to adjust it for `fetch_client`.
///
/// ```no_run
/// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
/// use router_runtime::fetch::client_builder;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = client_builder().user_agent("my-app").build()?;
/// let app = app::builder().fetch_client(client).service();
/// # Ok(()) }
/// ```
///
/// The client speaks HTTP/1.1, reuses connections, follows at most 10 redirects, and uses rustls with the certificates that the
/// operating system trusts. rustls uses the process-wide crypto provider if one is installed, and ring otherwise.
///
/// To trust other certificates, pass a `rustls::ClientConfig` to `tls_backend_preconfigured`; the certificate methods of the builder
/// have no effect. A program that names types of reqwest, such as `reqwest::Client` or `reqwest::Proxy`, has to depend on reqwest
/// 0.13 itself.
pub fn client_builder() -> ClientBuilder {
    let builder = Client::builder()
        .user_agent(concat!("router-runtime/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::limited(MAX_REDIRECTS));
    match tls() {
        Ok(tls) => builder.tls_backend_preconfigured(tls),
        Err(error) => {
            // The installed provider supports neither TLS 1.2 nor 1.3.
            tracing::error!("TLS is not available for `Fetch`: {error}");
            builder
        }
    }
}

fn tls() -> Result<ClientConfig, rustls::Error> {
    let provider = match CryptoProvider::get_default() {
        Some(installed) => Arc::clone(installed),
        None => Arc::new(rustls::crypto::ring::default_provider()),
    };
    let versions = || {
        ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()
    };
    let config = match versions()?.with_platform_verifier() {
        Ok(config) => config,
        Err(error) => {
            // Minimal containers have no certificates, but can fetch from services without TLS.
            tracing::warn!("`Fetch` cannot use https: {error}");
            versions()?.with_root_certificates(RootCertStore::empty())
        }
    };
    Ok(config.with_no_client_auth())
}
