//! What the constants of a route file mean for the cache.

use super::{
    cache_control,
    freshness::Lifetime,
    tags::{MOST_TAGS, Tag, TagError},
};
use crate::config::{Rendering, Revalidate, RouteConfig};
use axum::http::{HeaderName, HeaderValue};
use std::{fmt, time::Duration};

/// How long an answer may be sent, where the file does not say: a year.
pub(crate) const ONE_YEAR: u32 = 31_536_000;

/// How the answers of one route are cached.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// The pattern of the route.
    pub(crate) route: &'static str,
    pub(crate) lifetime: Lifetime,
    pub(crate) stale_if_error: Option<Duration>,
    /// Declared names of the query.
    pub(crate) query: &'static [&'static str],
    /// Declared headers, sorted.
    pub(crate) vary: Vec<HeaderName>,
    /// `Vary`: the declared headers.
    pub(crate) vary_header: Option<HeaderValue>,
    /// `Cache-Control`, where the handler sets none.
    pub(crate) cache_control: HeaderValue,
    /// The tags of every answer: the route's own and the declared ones. Each answer adds its path.
    pub(crate) tags: Vec<Tag>,
}

/// A policy that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PolicyError {
    /// `cache_tags` holds too many or too long tags.
    Tag(TagError),
    /// `cache_vary` names what is not a header.
    Vary(&'static str),
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(error) => write!(
                f,
                "`cache_tags` cannot be kept: {error}; shorten or remove tags"
            ),
            Self::Vary(name) => write!(
                f,
                "`cache_vary` names \"{name}\", which is no header; name headers such as \"accept-language\""
            ),
        }
    }
}

impl Policy {
    /// The policy of a route; `None` if it runs per request. `leaf` is `route` or `page`.
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
            cache_control: cache_control::of(period, expire.unwrap_or(ONE_YEAR)),
            tags,
        }))
    }

    /// What counters call the route of data.
    pub(crate) const DATA: &str = "data";

    /// The policy of data.
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
            cache_control: HeaderValue::from_static(""),
            tags,
        }
    }

    /// Whether anything but the path tells two requests apart.
    pub(crate) fn has_dims(&self) -> bool {
        !self.query.is_empty() || !self.vary.is_empty()
    }

    /// All tags of the answer at a canonical path.
    pub(crate) fn tags_at(&self, path: &str) -> Vec<Tag> {
        let mut tags = self.tags.clone();
        tags.push(Tag::path(path));
        tags
    }
}

/// The tag of a route's subtree; `/` for every route. Paths start with a slash, so no path is spelled like it.
pub(crate) fn subtree_tag(pattern: &str) -> Tag {
    Tag::path(&format!("layout:{}", pattern.trim_end_matches('/')))
}

/// The tag of one route.
pub(crate) fn leaf_tag(pattern: &str, leaf: &str) -> Tag {
    Tag::path(&format!("{leaf}:{}", pattern.trim_end_matches('/')))
}

/// A layout tag for each folder on the way to the file, then the file's own.
fn route_tags(pattern: &str, leaf: &str) -> Vec<Tag> {
    let pattern = pattern.trim_end_matches('/');
    let borders = pattern.match_indices('/').map(|(at, _)| at);
    let mut tags: Vec<Tag> = borders.map(|at| subtree_tag(&pattern[..at])).collect();
    tags.push(subtree_tag(pattern));
    tags.push(leaf_tag(pattern, leaf));
    tags
}

#[cfg(test)]
#[path = "policy/tests.rs"]
mod tests;
