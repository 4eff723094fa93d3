//! The HTTP client of an application.

use reqwest::{Client, ClientBuilder, redirect};
use rustls::{ClientConfig, RootCertStore, crypto::CryptoProvider};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::{Arc, OnceLock};

/// The redirects that are followed.
const MOST_REDIRECTS: usize = 10;

/// One client for all that an application fetches, made when something is. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct FetchClient(Arc<OnceLock<Made>>);

type Made = Result<Client, Arc<reqwest::Error>>;

impl FetchClient {
    pub(super) fn get(&self) -> &Made {
        self.0
            .get_or_init(|| client_builder().build().map_err(Arc::new))
    }
}

impl From<Client> for FetchClient {
    fn from(client: Client) -> Self {
        Self(Arc::new(OnceLock::from(Ok(client))))
    }
}

/// What [`Fetch`](super::Fetch) makes its client with: TLS by rustls with the certificates that the machine trusts, at most 10
/// redirects, connections that are used again. For a client with something else:
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
/// The cryptography is the one that the program installed for rustls, else ring's; nothing is installed. It speaks HTTP/1.1. Other
/// certificates than the machine's go into a `rustls::ClientConfig` for `tls_backend_preconfigured`: what the builder has for them
/// does nothing here.
pub fn client_builder() -> ClientBuilder {
    let builder = Client::builder()
        .user_agent(concat!("router-runtime/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::limited(MOST_REDIRECTS));
    match tls() {
        Ok(tls) => builder.tls_backend_preconfigured(tls),
        Err(error) => {
            // A provider without TLS 1.2 and 1.3.
            tracing::error!("there is no TLS to fetch with: {error}");
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
            // A small container has none, and may well fetch from its neighbors without TLS.
            tracing::warn!("no https address can be fetched: {error}");
            versions()?.with_root_certificates(RootCertStore::empty())
        }
    };
    Ok(config.with_no_client_auth())
}
