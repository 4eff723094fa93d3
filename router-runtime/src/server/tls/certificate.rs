//! The files of a certificate and of its key.

use super::super::ServeError;
use rustls::{
    crypto::CryptoProvider,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
    sign::CertifiedKey,
};
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A file is not longer: chains have some kilobytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The files of a certificate and of its key.
#[derive(Clone, Debug)]
pub(super) struct Files {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
}

/// The versions of both files; `None` for a missing one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp([Option<(Option<SystemTime>, u64)>; 2]);

impl Files {
    pub(super) fn stamp(&self) -> Stamp {
        Stamp([&self.certificate, &self.key].map(|path| {
            let file = fs::metadata(path).ok()?;
            Some((file.modified().ok(), file.len()))
        }))
    }

    pub(super) fn read(&self, provider: &CryptoProvider) -> Result<CertifiedKey, ServeError> {
        let chain: Vec<CertificateDer<'static>> = all(&self.certificate, "certificate")?;
        if chain.is_empty() {
            return Err(invalid(format!(
                "{} contains no certificate: expected `-----BEGIN CERTIFICATE-----` in PEM",
                self.certificate.display()
            )));
        }
        let mut keys: Vec<PrivateKeyDer<'static>> = all(&self.key, "private key")?;
        let path = self.key.display();
        let key = match (keys.pop(), keys.len()) {
            (Some(key), 0) => key,
            (None, _) => {
                return Err(invalid(format!(
                    "{path} contains no private key: expected `-----BEGIN PRIVATE KEY-----` in PEM, without a password"
                )));
            }
            (Some(_), others) => {
                return Err(invalid(format!(
                    "{path} contains {} private keys: expected only that of the certificate",
                    others + 1
                )));
            }
        };
        CertifiedKey::from_der(chain, key, provider).map_err(|error| {
            let certificate = self.certificate.display();
            let is_mismatch = matches!(error, rustls::Error::InconsistentKeys(_));
            invalid(if is_mismatch {
                format!("{path} is not the private key of the certificate {certificate}")
            } else {
                format!("the certificate {certificate} and its private key {path}: {error}")
            })
        })
    }
}

/// Reads all objects of a kind in a file.
fn all<T: PemObject>(path: &Path, name: &str) -> Result<Vec<T>, ServeError> {
    let text = read(path).map_err(|error| {
        let path = path.display();
        ServeError::new(
            error.kind(),
            format!("cannot read the {name} {path}: {error}"),
        )
    })?;
    let objects = T::pem_slice_iter(&text).collect::<Result<_, pem::Error>>();
    objects.map_err(|error| {
        invalid(format!(
            "the {name} {} is malformed: {error}",
            path.display()
        ))
    })
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn invalid(message: String) -> ServeError {
    ServeError::new(ErrorKind::InvalidData, message)
}
