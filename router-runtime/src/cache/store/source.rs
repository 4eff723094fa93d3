//! The second tier that the options or the environment name.

#[cfg(feature = "disk")]
use super::disk::Disk;
use super::second_tier::SecondTier;
#[cfg(feature = "redis")]
use super::shared::{Redis, RedisTier};
use crate::cache::clock::Clock;
#[cfg(feature = "disk")]
use std::path::PathBuf;
use std::{sync::Arc, time::Duration};

/// The place of a second tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TierSource {
    /// A file.
    #[cfg(feature = "disk")]
    Disk(PathBuf),
    /// Servers that several instances share.
    #[cfg(feature = "redis")]
    Shared(Redis),
}

impl TierSource {
    /// Reads a URL such as `file:/var/lib/shop/cache.redb` or `redis://cache.internal:6379`.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it, and what would be right.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        const EXPECTED: &str = "expected `file:` and an absolute path, such as `file:/var/lib/shop/cache.redb`, or the URL of a \
                                server that starts with `redis://`, `rediss://`, `redis+cluster://` or `rediss+cluster://`";
        if is_of_server(url) {
            return Self::parse_shared(url);
        }
        let Some(path) = url.strip_prefix("file:") else {
            return Err(EXPECTED.to_owned());
        };
        let path = path
            .strip_prefix("//")
            .filter(|it| it.starts_with('/'))
            .unwrap_or(path);
        if !path.starts_with('/') || path.starts_with("//") || path.ends_with('/') {
            return Err(EXPECTED.to_owned());
        }
        #[cfg(feature = "disk")]
        return Ok(Self::Disk(path.into()));
        #[cfg(not(feature = "disk"))]
        Err(
            "the feature `disk` of router-runtime is not enabled; help: enable it in `Cargo.toml`"
                .to_owned(),
        )
    }

    #[cfg(feature = "redis")]
    fn parse_shared(url: &str) -> Result<Self, String> {
        let redis = Redis::new(url);
        redis.check().map_err(|error| error.to_string())?;
        Ok(Self::Shared(redis))
    }

    #[cfg(not(feature = "redis"))]
    fn parse_shared(_: &str) -> Result<Self, String> {
        Err(
            "the feature `redis` of router-runtime is not enabled; help: enable it in `Cargo.toml`"
                .to_owned(),
        )
    }

    /// Replaces the place. If both are servers, the other options of this one remain, such as the name of the application.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the URL or with those options.
    pub(crate) fn replace(this: &mut Option<Self>, url: &str) -> Result<(), String> {
        #[cfg(feature = "redis")]
        if let Some(Self::Shared(redis)) = this
            && is_of_server(url)
        {
            redis.set_url(url);
            return redis.check().map_err(|error| error.to_string());
        }
        *this = Some(Self::parse(url)?);
        Ok(())
    }

    /// Opens the tier. Entries of a file take at most `disk_bytes`. A generation takes at most `generation_timeout`.
    #[cfg_attr(
        not(all(feature = "disk", feature = "redis")),
        expect(unused_variables, reason = "each store has its own")
    )]
    #[cfg_attr(
        not(feature = "redis"),
        allow(
            clippy::unnecessary_wraps,
            reason = "a server may have invalid options"
        )
    )]
    pub(crate) fn open(
        &self,
        clock: &Clock,
        disk_bytes: u64,
        generation_timeout: Duration,
    ) -> Option<Arc<dyn SecondTier>> {
        match *self {
            #[cfg(feature = "disk")]
            Self::Disk(ref path) => Some(Arc::new(Disk::open(path, clock, disk_bytes))),
            #[cfg(feature = "redis")]
            Self::Shared(ref redis) => match RedisTier::new(redis, generation_timeout) {
                Ok(shared) => Some(Arc::new(shared)),
                Err(error) => {
                    tracing::error!("the cache has no shared store: {error}");
                    None
                }
            },
        }
    }
}

fn is_of_server(url: &str) -> bool {
    url.starts_with("redis") || url.starts_with("valkey")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "redis")]
    #[test]
    fn a_url_replaces_that_of_a_server_and_not_its_other_options() {
        let named = |name: &str| {
            Some(TierSource::Shared(
                Redis::new("redis://a").application(name),
            ))
        };
        let mut source = named("shop");
        assert_eq!(TierSource::replace(&mut source, "valkey://b"), Ok(()));
        let expected = Redis::new("valkey://b").application("shop");
        assert_eq!(source, Some(TierSource::Shared(expected)));
        // The options are checked together.
        let error = TierSource::replace(&mut named("two words"), "redis://b").unwrap_err();
        assert!(error.contains("found `two words`"), "{error}");
        let key = rcgen::generate_simple_self_signed(["a".to_owned()]).unwrap();
        let secure = Redis::new("rediss://a").ca_certificate(key.cert.pem());
        let mut source = Some(TierSource::Shared(secure));
        assert_eq!(TierSource::replace(&mut source, "rediss://b"), Ok(()));
        let error = TierSource::replace(&mut source, "redis://b").unwrap_err();
        assert!(error.contains("starts with `rediss`"), "{error}");
    }

    #[test]
    fn the_help_names_every_kind_of_store() {
        let error = TierSource::parse("http://host").unwrap_err();
        assert!(
            error.contains("file:/") && error.contains("redis://"),
            "{error}"
        );
    }

    #[test]
    fn urls_name_a_store() {
        for (url, path) in [
            ("file:/var/cache.redb", Some("/var/cache.redb")),
            ("file:///var/cache.redb", Some("/var/cache.redb")),
            ("file:cache.redb", None),
            ("file://host/cache.redb", None),
            ("file:/var/", None),
            ("file:", None),
            ("/var/cache.redb", None),
            ("", None),
        ] {
            let source = TierSource::parse(url);
            #[cfg(feature = "disk")]
            assert_eq!(
                source.ok(),
                path.map(|it: &str| TierSource::Disk(it.into())),
                "{url}"
            );
            #[cfg(not(feature = "disk"))]
            assert!(source.is_err(), "{path:?}");
        }
    }
}
