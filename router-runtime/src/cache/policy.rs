//! Caching policies: the constants of a route file, as the cache applies them.

use super::{
    freshness::Lifetime,
    tag::{Tag, TagError},
};
use crate::config::{MOST_TAGS, Rendering, Revalidate, RouteConfig};
use axum::http::{HeaderName, HeaderValue};
use std::{fmt, time::Duration};

/// The default of `cache_expire`, in seconds.
pub(crate) const ONE_YEAR: u32 = 31_536_000;

/// The caching policy of one route, or of data.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// The pattern of the route, for metrics and logs.
    pub(crate) route: &'static str,
    pub(crate) lifetime: Lifetime,
    pub(crate) stale_if_error: Option<Duration>,
    /// The declared parameters of the query.
    pub(crate) query: &'static [&'static str],
    /// The declared headers, sorted.
    pub(crate) vary: Vec<HeaderName>,
    /// The value of `Vary`: the declared headers.
    pub(crate) vary_header: Option<HeaderValue>,
    /// `true` if CDNs and proxies may store the responses.
    pub(crate) is_shared: bool,
    /// The tags of every response: those of the route and the declared ones. Each response adds its path.
    pub(crate) tags: Vec<Tag>,
}

/// The error of constants that are not a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PolicyError {
    /// `cache_tags` has too many or too long tags.
    Tag(TagError),
    /// `cache_vary` has this value, which is not a header name.
    Vary(&'static str),
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(error) => write!(f, "invalid `cache_tags`: {error}"),
            Self::Vary(name) => write!(
                f,
                "invalid `cache_vary`: expected header names such as \"accept-language\", found \"{name}\""
            ),
        }
    }
}

impl Policy {
    /// Returns the policy of a route; `None` if it is not cached. `leaf` is `route` or `page`.
    pub(crate) fn of(
        config: &RouteConfig,
        pattern: &'static str,
        leaf: &str,
    ) -> Result<Option<Self>, PolicyError> {
        let (period, expire) = match (config.rendering(), config.revalidate) {
            (Rendering::Dynamic, _) => return Ok(None),
            (Rendering::Revalidated, Some(Revalidate::After(period))) => (
                Some(period),
                Some(config.cache_expire.unwrap_or(ONE_YEAR).max(period)),
            ),
            _ => (None, config.cache_expire),
        };
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let mut vary = Vec::new();
        for name in config.cache_vary {
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| PolicyError::Vary(name))?;
            vary.push(name);
        }
        vary.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        vary.dedup();
        let names: Vec<&str> = vary.iter().map(HeaderName::as_str).collect();
        let vary_header = (!names.is_empty())
            .then(|| HeaderValue::from_str(&names.join(", ")).ok())
            .flatten();
        // A response that is keyed by the identity of the client is for that client, although it is stored here.
        let is_of_one_client = names
            .iter()
            .any(|name| ["authorization", "cookie"].contains(&&*name.to_ascii_lowercase()));
        if config.cache_tags.len() > MOST_TAGS {
            return Err(PolicyError::Tag(TagError::TooMany(config.cache_tags.len())));
        }
        let mut tags = route_tags(pattern, leaf);
        for name in config.cache_tags {
            tags.push(Tag::user(name).map_err(PolicyError::Tag)?);
        }
        Ok(Some(Self {
            route: pattern,
            lifetime: Lifetime {
                revalidate: period.map(seconds),
                expire: expire.map(seconds),
            },
            stale_if_error: config.stale_if_error.map(seconds),
            query: config.cache_query,
            vary,
            vary_header,
            is_shared: config.cache_shared && !is_of_one_client,
            tags,
        }))
    }

    /// The route of data, for metrics.
    pub(crate) const DATA: &str = "data";

    /// Returns the policy of data.
    pub(crate) fn of_data(
        lifetime: Lifetime,
        stale_if_error: Option<Duration>,
        tags: Vec<Tag>,
    ) -> Self {
        Self {
            route: Self::DATA,
            lifetime,
            stale_if_error,
            query: &[],
            vary: Vec::new(),
            vary_header: None,
            is_shared: false,
            tags,
        }
    }

    /// Returns `true` if the key has parts of the request other than the path.
    pub(crate) fn has_variants(&self) -> bool {
        !self.query.is_empty() || !self.vary.is_empty()
    }

    /// Returns all tags of the response at a canonical path.
    pub(crate) fn tags_at(&self, path: &str) -> Vec<Tag> {
        let mut tags = self.tags.clone();
        tags.push(Tag::path(path));
        tags
    }
}

/// Returns the tag of a route and of all routes below it. Paths start with a slash, so none is spelled like it.
pub(crate) fn subtree_tag(pattern: &str) -> Tag {
    Tag::path(&format!("layout:{}", pattern.trim_end_matches('/')))
}

/// Returns the tag of one route.
pub(crate) fn leaf_tag(pattern: &str, leaf: &str) -> Tag {
    Tag::path(&format!("{leaf}:{}", pattern.trim_end_matches('/')))
}

/// Returns a tag for each folder on the way to the file, then that of the file.
fn route_tags(pattern: &str, leaf: &str) -> Vec<Tag> {
    let pattern = pattern.trim_end_matches('/');
    let slashes = pattern.match_indices('/').map(|(at, _)| at);
    let mut tags: Vec<Tag> = slashes.map(|at| subtree_tag(&pattern[..at])).collect();
    tags.push(subtree_tag(pattern));
    tags.push(leaf_tag(pattern, leaf));
    tags
}

#[cfg(test)]
#[path = "policy/tests.rs"]
mod tests;
