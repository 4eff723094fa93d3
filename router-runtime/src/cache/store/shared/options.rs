//! The address of the shared store, and its options.

use super::url::{ServerUrl, UrlError};
use crate::cache::store::second_tier::BUDGET;
use std::{fmt, ops::RangeInclusive, time::Duration};

/// The delay with which an instance sees the invalidations of others, while both instances can reach the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Consistency {
    /// Within one second, usually within a few milliseconds. Hits in memory do not wait for the server while it can be reached.
    #[default]
    WithinOneSecond,
    /// Immediately: each hit in memory waits for the server, for at most [`Redis::timeout`]. If the server does not respond in that time,
    /// the hit is sent nevertheless.
    Strong,
}

/// Redis 7 or later, or Valkey, as a store that several instances of an application share.
///
/// | URL | connection |
/// |---|---|
/// | `redis://host:6379` | one server |
/// | `redis://user:password@host:6379/2` | with a user and a database |
/// | `rediss://host:6379` | over TLS |
/// | `redis+cluster://host1:6379,host2:6379` | Redis Cluster, with some of its nodes |
/// | `rediss+cluster://host1:6379` | Redis Cluster over TLS |
///
/// Characters in the user and the password that have a meaning in URLs must be percent-encoded: `%40` for `@`, `%2F` for `/`. The schemes
/// `valkey` and `valkeys` mean the same as `redis` and `rediss`.
///
/// It is not an error if the server cannot be reached: the instance logs a warning, and works alone until the server can be reached.
///
/// ```
/// use router_runtime::{CacheOptions, cache::Redis};
///
/// let redis = Redis::new("redis://cache.internal:6379").application("shop");
/// assert!(redis.check().is_ok());
///
/// let error = Redis::new("http://cache.internal").check().unwrap_err();
/// assert!(error.to_string().starts_with("expected a URL such as `redis://"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Redis {
    pub(super) url: String,
    pub(super) application: Option<String>,
    pub(super) consistency: Consistency,
    pub(super) ca_certificate: Option<Vec<u8>>,
    pub(super) timeout: Duration,
}

/// The limits of [`Redis::timeout`]. Within a shorter time, a working server cannot respond to a full batch of invalidations.
const TIMEOUTS: RangeInclusive<Duration> = Duration::from_millis(10)..=Duration::from_secs(60);

/// The error of invalid options of [`Redis`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedisOptionsError {
    /// The URL is not one of a server; the part of it that is wrong, without the password.
    Url(String),
    /// The name of the application is empty, longer than 64 bytes, or contains other characters than letters, digits, `.`, `_` and `-`.
    Application(String),
    /// The certificate is not text in the PEM format, or the URL is not one of TLS.
    CaCertificate,
    /// The timeout of an operation is shorter than 10 ms or longer than 60 s.
    Timeout(Duration),
}

impl fmt::Display for RedisOptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(found) => write!(
                f,
                "expected a URL such as `redis://user:password@host:6379`, `rediss://host:6379` or \
                 `redis+cluster://host1:6379,host2:6379`, found {found}"
            ),
            Self::Application(name) => write!(
                f,
                "expected the name of an application of at most 64 letters, digits, `.`, `_` and `-`, found `{name}`"
            ),
            Self::CaCertificate => f.write_str(
                "expected a CA certificate in the PEM format, and a URL that starts with `rediss`",
            ),
            Self::Timeout(timeout) => write!(
                f,
                "expected a timeout of Redis between 10 ms and 60 s, found {timeout:?}"
            ),
        }
    }
}

impl std::error::Error for RedisOptionsError {}

impl From<UrlError> for RedisOptionsError {
    fn from(error: UrlError) -> Self {
        Self::Url(error.0)
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = ServerUrl::parse(&self.url);
        f.debug_struct("Redis")
            .field("url", &url.map(|url| url.to_string()))
            .field("application", &self.application)
            .field("consistency", &self.consistency)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl Redis {
    /// Returns the options for a server with this URL. [`check`](Self::check) reports a malformed one, and so does
    /// start-up.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            application: None,
            consistency: Consistency::default(),
            ca_certificate: None,
            timeout: BUDGET,
        }
    }

    /// Sets the name of the application, with which all its keys on the server start. All instances and all builds of an application must
    /// have the same name, and other applications on the server other names. The default is the name of the executable file.
    #[must_use]
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.application = Some(name.into());
        self
    }

    /// Sets the delay with which an instance sees the invalidations of others.
    #[must_use]
    pub fn consistency(mut self, consistency: Consistency) -> Self {
        self.consistency = consistency;
        self
    }

    /// Sets the CA certificate, in the PEM format, that signed the certificates of the servers. The default is all those that the
    /// machine trusts.
    #[must_use]
    pub fn ca_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.ca_certificate = Some(pem.into());
        self
    }

    /// Sets the maximum time of an operation: from 10 ms to 60 s, 50 ms by default. While the server does not respond, each request waits
    /// that long. After three timeouts or five errors, the instance works without the server. They are counted over ten seconds, or over
    /// four timeouts if that is longer. Connecting may take four times as much, and to a cluster twelve times, during which each request
    /// waits for at most 50 ms.
    ///
    /// A lease is the right of one instance to run the handler for a key. If an instance is killed meanwhile, the others wait for the end
    /// of its lease, for at most [`lock_wait`](crate::CacheOptions::lock_wait), before they run the handler themselves, and store no
    /// response until then. A lease lasts for [`regen_timeout`](crate::CacheOptions::regen_timeout), twice this timeout, and two seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Replaces the URL.
    pub(crate) fn set_url(&mut self, url: &str) {
        url.clone_into(&mut self.url);
    }

    /// Checks the URL, the name, the timeout and the certificate, without connecting.
    ///
    /// # Errors
    ///
    /// Returns an error if one of them is invalid.
    pub fn check(&self) -> Result<(), RedisOptionsError> {
        let url = ServerUrl::parse(&self.url)?;
        let application = self.application_name();
        let is_usable = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if application.is_empty() || application.len() > 64 || !application.bytes().all(is_usable) {
            return Err(RedisOptionsError::Application(application));
        }
        if !TIMEOUTS.contains(&self.timeout) {
            return Err(RedisOptionsError::Timeout(self.timeout));
        }
        url.client(self.ca_certificate.as_deref(), self.timeout)
            .map(|_| ())
            .map_err(|_| RedisOptionsError::CaCertificate)
    }

    /// The name of the application.
    pub(crate) fn application_name(&self) -> String {
        self.application.clone().unwrap_or_else(|| {
            let path = std::env::current_exe().ok();
            let name = path.as_deref().and_then(std::path::Path::file_stem);
            name.map_or_else(
                || "application".to_owned(),
                |name| name.to_string_lossy().replace(' ', "-"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_neither_too_short_nor_too_long() {
        let milliseconds = Duration::from_millis;
        for (timeout, expected) in [
            (Duration::ZERO, false),
            (milliseconds(9), false),
            (milliseconds(10), true),
            (BUDGET, true),
            (milliseconds(60_000), true),
            (milliseconds(60_001), false),
            (Duration::MAX, false),
        ] {
            let result = Redis::new("redis://host").timeout(timeout).check();
            let error = RedisOptionsError::Timeout(timeout);
            assert_eq!(result, if expected { Ok(()) } else { Err(error) });
        }
    }
}
