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
    /// The files of the current certificate.
    loaded: Stamp,
    /// Files that could not be used, which was logged.
    refused: Option<Stamp>,
}

impl Certificates {
    /// Reads the files for the first time.
    pub(super) fn read(files: Files, provider: &Arc<CryptoProvider>) -> Result<Self, ServeError> {
        // A file that changes while it is read has another stamp afterwards.
        let loaded = files.stamp();
        let certificate = files.read(provider)?;
        Ok(Self {
            files,
            provider: Arc::clone(provider),
            current: Arc::new(Current(ArcSwap::from_pointee(certificate))),
            loaded,
            refused: None,
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
        if stamp == self.loaded {
            return self;
        }
        match self.files.read(&self.provider) {
            Ok(certificate) => {
                self.current.0.store(Arc::new(certificate));
                tracing::info!(
                    "loaded the certificate {}",
                    self.files.certificate.display()
                );
                self.loaded = stamp;
            }
            // The next look tries again: the process may have too many open files.
            Err(error) if self.refused.as_ref() != Some(&stamp) => {
                tracing::warn!("the certificate is not replaced: {error}");
                self.refused = Some(stamp);
            }
            Err(_) => {}
        }
        self
    }
}
