//! URLs of servers.

use super::connection::Client;
use redis::{ConnectionInfo, ErrorKind, IntoConnectionInfo, RedisResult, TlsCertificates};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use std::{fmt, time::Duration};

/// The servers that a URL names.
#[derive(Clone)]
pub(super) struct ServerUrl {
    nodes: Vec<ConnectionInfo>,
    is_cluster: bool,
    is_tls: bool,
    /// The URL without the password.
    text: String,
}

/// The part of a URL that is wrong, without the password.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UrlError(pub(super) String);

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl ServerUrl {
    /// Reads a URL. The error never contains a password.
    pub(super) fn parse(text: &str) -> Result<Self, UrlError> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(UrlError("text without `://`".to_owned()));
        };
        // A password may contain `://`, too.
        if scheme.contains([':', '@']) {
            return Err(UrlError("a scheme with `:` or `@`".to_owned()));
        }
        let (kind, is_cluster) = match scheme.strip_suffix("+cluster") {
            Some(kind) => (kind, true),
            None => (scheme, false),
        };
        let is_tls = match kind {
            "redis" | "valkey" => false,
            "rediss" | "valkeys" => true,
            _ => return Err(UrlError(format!("the scheme `{scheme}`"))),
        };
        let (authority, path) = match rest.find(['/', '?', '#']) {
            Some(end) => rest.split_at(end),
            None => (rest, ""),
        };
        // From here on, errors contain parts after the `@` only, or parts of a URL without a password.
        if path.contains('@') {
            return Err(UrlError(
                "`/`, `?` or `#` before `@`, which must be percent-encoded in a user and a password"
                    .to_owned(),
            ));
        }
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (format!("{user}@"), hosts),
            None if authority.split(',').any(seems_to_be_user) => {
                return Err(UrlError(
                    "text after `:` that is not a port, and no `@`".to_owned(),
                ));
            }
            None => (String::new(), authority),
        };
        if !matches!(path, "" | "/") && (is_cluster || !is_database(path)) {
            return Err(UrlError(if is_cluster {
                format!("`{path}` after the hosts of a cluster")
            } else {
                format!("`{path}` after the host, where only the number of a database may be")
            }));
        }
        if !is_cluster && hosts.contains(',') {
            return Err(UrlError(format!(
                "several hosts, `{hosts}`, which only `{kind}+cluster` may have"
            )));
        }
        let path = if is_cluster { "" } else { path };
        let nodes = hosts.split(',').map(|host| {
            let node = format!("{kind}://{user}{host}{path}");
            let wrong = || UrlError(format!("the host `{host}`"));
            if host.is_empty() {
                return Err(wrong());
            }
            let info = node.into_connection_info().map_err(|_| wrong())?;
            // Older servers and restricted users do not know the command that reports the library.
            let settings = info.redis_settings().clone().set_skip_set_lib_name();
            Ok(info.set_redis_settings(settings))
        });
        let user = user.split_once(':').map_or(&*user, |(name, _)| name);
        let at = if user.is_empty() || user.ends_with('@') {
            ""
        } else {
            "@"
        };
        Ok(Self {
            nodes: nodes.collect::<Result<_, _>>()?,
            is_cluster,
            is_tls,
            text: format!("{scheme}://{user}{at}{hosts}{path}"),
        })
    }

    /// Returns the client for these servers, whose operations take at most `budget`.
    pub(super) fn client(
        &self,
        ca_certificate: Option<&[u8]>,
        budget: Duration,
    ) -> RedisResult<Client> {
        let certificates = match ca_certificate {
            // The client of a cluster would not use it.
            Some(_) if !self.is_tls => {
                return Err((ErrorKind::InvalidClientConfig, "no TLS").into());
            }
            // The client takes text without certificates for an empty list.
            Some(pem) if !matches!(CertificateDer::pem_slice_iter(pem).next(), Some(Ok(_))) => {
                return Err((ErrorKind::InvalidClientConfig, "no certificate").into());
            }
            pem => pem.map(|pem| TlsCertificates {
                client_tls: None,
                root_cert: Some(pem.to_owned()),
            }),
        };
        if self.is_tls {
            install_crypto();
        }
        let cluster_budget = self.is_cluster.then_some(budget);
        Client::new(&self.nodes, cluster_budget, self.is_tls, certificates)
    }
}

/// Returns `true` for a host whose port may be a password.
fn seems_to_be_user(host: &str) -> bool {
    let port = match host.rsplit_once(']') {
        Some((_, after)) => after.strip_prefix(':'),
        None => host.split_once(':').map(|(_, port)| port),
    };
    port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err())
}

/// Returns `true` for a path that is the number of a database.
fn is_database(path: &str) -> bool {
    path.strip_prefix('/')
        .is_some_and(|number| number.parse::<u16>().is_ok())
}

/// Sets the cryptography of the process, unless the application has done that. The client has no option for it.
fn install_crypto() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // The error means that another thread was faster.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_shown_without_the_password() {
        for (text, shown) in [
            ("redis://host", "redis://host"),
            ("redis://host:", "redis://host:"),
            ("redis://host:6380/2", "redis://host:6380/2"),
            ("redis://:secret@host", "redis://host"),
            ("rediss://shop:secret@host:1", "rediss://shop@host:1"),
            ("redis://shop:p%40ss@[::1]:1", "redis://shop@[::1]:1"),
            ("valkey+cluster://a:1,b:2", "valkey+cluster://a:1,b:2"),
            (
                "rediss+cluster://u:secret@a:1,b:2",
                "rediss+cluster://u@a:1,b:2",
            ),
        ] {
            let url = ServerUrl::parse(text).map(|url| url.to_string());
            assert_eq!(url.as_deref(), Ok(shown), "{text}");
        }
    }

    #[test]
    fn malformed_urls_are_refused_without_the_password() {
        for (text, found) in [
            ("", "text without `://`"),
            ("host:6379", "text without `://`"),
            ("http://u:secret@host", "the scheme `http`"),
            (
                "redis://u:pa/secret@host",
                "`/`, `?` or `#` before `@`, which must be percent-encoded in a user and a password",
            ),
            (
                "redis://u:1?secret@host",
                "`/`, `?` or `#` before `@`, which must be percent-encoded in a user and a password",
            ),
            (
                "redis://u:s@1#secret@host",
                "`/`, `?` or `#` before `@`, which must be percent-encoded in a user and a password",
            ),
            (
                "redis://u:secret",
                "text after `:` that is not a port, and no `@`",
            ),
            (
                "redis+cluster://a:1,:secret/2",
                "text after `:` that is not a port, and no `@`",
            ),
            (
                "redis://u:secret,more?x",
                "text after `:` that is not a port, and no `@`",
            ),
            ("u:secret://secret@host", "a scheme with `:` or `@`"),
            ("redis://", "the host ``"),
            ("redis://u:secret@", "the host ``"),
            ("redis://u:secret@host:port", "the host `host:port`"),
            ("redis+cluster://a:1,,b:2", "the host ``"),
            (
                "redis://a:1,b:2",
                "several hosts, `a:1,b:2`, which only `redis+cluster` may have",
            ),
            ("redis+cluster://a:1/2", "`/2` after the hosts of a cluster"),
            (
                "redis://u:secret@host/shop",
                "`/shop` after the host, where only the number of a database may be",
            ),
            (
                "rediss://host#insecure",
                "`#insecure` after the host, where only the number of a database may be",
            ),
        ] {
            let error = ServerUrl::parse(text).map(|url| url.to_string());
            assert_eq!(error, Err(UrlError(found.to_owned())), "{text}");
            assert!(!found.contains("secret"), "{text}");
        }
    }
}
