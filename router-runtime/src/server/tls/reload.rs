//! Certificates that are replaced while the server runs.

use super::{
    super::ServeError,
    certificate::{Files, Stamp},
};
use arc_swap::ArcSwap;
use rustls::{
    crypto::CryptoProvider,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{sync::Arc, time::Duration};
use tokio::{task::spawn_blocking, time::sleep};

/// The time between two looks at the files.
const INTERVAL: Duration = Duration::from_secs(5);

/// The certificate for new connections.
#[derive(Debug)]
pub(super) struct Current(ArcSwap<CertifiedKey>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

/// The files of a certificate, which are read again when they have changed.
pub(super) struct Certificates {
    files: Files,
    provider: Arc<CryptoProvider>,
    current: Arc<Current>,
    seen: Stamp,
}

impl Certificates {
    /// Reads the files for the first time.
    pub(super) fn read(files: Files, provider: &Arc<CryptoProvider>) -> Result<Self, ServeError> {
        // A file that changes while it is read has another stamp afterwards.
        let seen = files.stamp();
        let certificate = files.read(provider)?;
        Ok(Self {
            files,
            provider: Arc::clone(provider),
            current: Arc::new(Current(ArcSwap::from_pointee(certificate))),
            seen,
        })
    }

    pub(super) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current)
    }

    /// Looks at the files without end.
    pub(super) async fn reload(mut self) {
        loop {
            sleep(INTERVAL).await;
            match spawn_blocking(move || self.look()).await {
                Ok(certificates) => self = certificates,
                Err(error) => {
                    tracing::error!("certificates are no longer reloaded: {error}");
                    return;
                }
            }
        }
    }

    fn look(mut self) -> Self {
        let stamp = self.files.stamp();
        if stamp != self.seen {
            self.seen = stamp;
            match self.files.read(&self.provider) {
                Ok(certificate) => {
                    self.current.0.store(Arc::new(certificate));
                    tracing::info!("loaded {}", self.files.certificate.display());
                }
                Err(error) => tracing::warn!("the certificate is not replaced: {error}"),
            }
        }
        self
    }
}
