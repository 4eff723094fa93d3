//! Options of the second tier.

use super::{CacheOptions, OptionsError};
#[cfg(feature = "second-tier")]
use super::{RecordSecret, TierSource};
#[cfg(feature = "redis")]
use crate::cache::store::shared::Redis;

impl CacheOptions {
    /// Stores entries and invalidations in this file, too, so that they outlive the process.
    ///
    /// After a restart, the first request for a stored response gets it, with its age. Invalidations that have returned still apply. The
    /// file is on a local disk, and only one process at a time uses it. It is created if it does not exist. An application has one store
    /// besides memory: the last call of `disk` or `shared` applies, and the variable `CACHE_URL` of the environment, such as
    /// `CACHE_URL=file:/var/lib/shop/cache.redb`, replaces it.
    ///
    /// Another build of the program does not use the entries of this one; see [`namespace`](Self::namespace). Invalidations apply to the
    /// entries of all builds. If the file cannot be opened or written, the log contains the reason, and the application serves without it.
    ///
    /// ```no_run
    /// use router_runtime::CacheOptions;
    ///
    /// let options = CacheOptions::new().disk("/var/lib/shop/cache.redb");
    /// ```
    #[cfg(feature = "disk")]
    #[must_use]
    pub fn disk(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        self.source = Some(TierSource::Disk(path.into()));
        self
    }

    /// Sets the maximum size of all entries in the file in bytes: 1 GiB by default. Beyond it, the least recently used entries are removed.
    /// The file itself may be somewhat larger.
    #[cfg(feature = "disk")]
    #[must_use]
    pub fn disk_bytes(mut self, bytes: u64) -> Self {
        self.disk_bytes = bytes;
        self
    }

    /// Shares entries and invalidations with other instances through Redis or Valkey.
    ///
    /// An application has one store besides memory: the last call of `disk` or `shared` applies. The variable `CACHE_URL` of the
    /// environment replaces it. If that is the URL of a server, such as `redis://cache.internal:6379`, the other options of `redis` remain.
    ///
    /// Other builds of the program do not use the entries of this one; see [`namespace`](Self::namespace). While the server cannot be
    /// reached, each instance works alone. The chapter [*Several instances*](crate::guide::several_instances) of the guide lists what is
    /// guaranteed.
    ///
    /// ```
    /// use router_runtime::{CacheOptions, cache::Redis};
    ///
    /// let redis = Redis::new("redis://cache.internal:6379").application("shop");
    /// assert!(CacheOptions::new().shared(redis).check().is_ok());
    /// ```
    #[cfg(feature = "redis")]
    #[must_use]
    pub fn shared(mut self, redis: Redis) -> Self {
        self.source = Some(TierSource::Shared(redis));
        self
    }

    /// Sets the name of this build of the program. In a file or on a server, each build has entries of its own.
    ///
    /// By default the name is the hash of the program's file. Builds with different handlers must have different names, since their
    /// responses may differ. The variable `CACHE_NAMESPACE` of the environment takes precedence. Empty names are ignored.
    #[cfg(feature = "second-tier")]
    #[must_use]
    pub fn namespace(mut self, name: impl Into<String>) -> Self {
        self.namespace = Some(name.into());
        self
    }

    /// Authenticates the records of the file, of the shared store and of a seed with this secret, at least 16 bytes long.
    ///
    /// Without a secret records have a checksum, so that damaged ones are not used. With it they have a keyed BLAKE3 code: a record that was
    /// written without the secret is a miss. So write access to the store does not allow to inject responses. It still allows to remove
    /// records, to replace one by an older one of the same key, and to change its age.
    ///
    /// All instances and builds that share entries need the same secret. After a change of the secret, the stored records are misses.
    ///
    /// ```
    /// use router_runtime::CacheOptions;
    ///
    /// let options = CacheOptions::new().record_secret("0cf1b2f3a5d34e0d8f7b6a5c4d3e2f10");
    /// assert!(options.check().is_ok());
    /// assert!(CacheOptions::new().record_secret("short").check().is_err());
    /// ```
    #[cfg(feature = "second-tier")]
    #[must_use]
    pub fn record_secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.secret = Some(RecordSecret::new(secret.as_ref()));
        self
    }

    /// Starts with the responses of a seed, which [`prerender_to`](crate::AppBuilder::prerender_to) of the same build has written.
    ///
    /// A response of the seed has the age since it was prerendered. It is used for the first request, unless the file or the shared store
    /// has an entry. It does not know of invalidations, so after the first one, also that of a `POST`, which invalidates its path, the rest
    /// of the seed is not used: neither in this process, nor in any other with the same file or shared store. Without these, a restart
    /// forgets invalidations, and begins with the seed again.
    ///
    /// A seed that is missing, damaged or of another build is not used, and the log contains the reason.
    ///
    /// ```
    /// use router_runtime::CacheOptions;
    ///
    /// let options = CacheOptions::new().seed("/srv/shop.seed");
    /// ```
    #[cfg(feature = "second-tier")]
    #[must_use]
    pub fn seed(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        self.seed = Some(path.into());
        self
    }

    /// Reads `CACHE_URL`.
    pub(crate) fn with_environment(self) -> Result<Self, OptionsError> {
        let url = std::env::var_os("CACHE_URL").filter(|url| !url.is_empty());
        match url {
            Some(url) => self.with_url(&url.to_string_lossy()),
            None => Ok(self),
        }
    }

    #[cfg(feature = "second-tier")]
    fn with_url(mut self, url: &str) -> Result<Self, OptionsError> {
        TierSource::replace(&mut self.source, url).map_err(|reason| OptionsError::Url {
            url: without_password(url),
            reason,
        })?;
        Ok(self)
    }

    #[cfg(not(feature = "second-tier"))]
    #[expect(clippy::unused_self, reason = "the signature is that of the other")]
    fn with_url(self, url: &str) -> Result<Self, OptionsError> {
        Err(OptionsError::Url {
            url: without_password(url),
            reason: "no store is compiled; help: enable the feature `disk` of router-runtime for `file:`, or `redis` for \
                     `redis:`".to_owned(),
        })
    }
}

/// Returns a URL in which everything that may be the name or the password of a user is replaced. A port of letters may be a password
/// without a host.
fn without_password(url: &str) -> String {
    let (scheme, rest) = match url.split_once(':') {
        Some((scheme, rest)) if rest.starts_with("//") => (&url[..scheme.len() + 3], &rest[2..]),
        _ => ("", url),
    };
    if let Some((_, host)) = rest.rsplit_once('@') {
        return format!("{scheme}***@{host}");
    }
    if !scheme.is_empty() && rest.contains(':') {
        return format!("{scheme}***");
    }
    url.to_owned()
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn urls_are_shown_without_what_may_be_a_password() {
        for (url, shown) in [
            ("file:/a:b/c", "file:/a:b/c"),
            ("file://host/c", "file://host/c"),
            ("http://host", "http://host"),
            ("redis://u:secret@host:port", "redis://***@host:port"),
            ("redis://u:se@cret/secret@host", "redis://***@host"),
            ("redis://u:secret", "redis://***"),
            ("redis:u:secret@host", "***@host"),
            ("redis//u:secret@host", "***@host"),
            ("u:secret://secret@host", "***@host"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}
