//! Caching policies: the constants of a route file, as the cache applies them.

use super::{
    freshness::Lifetime,
    tag::{Tag, TagError},
};
use crate::config::{MAX_TAGS, Rendering, Revalidate, RouteConfig};
use axum::http::{HeaderName, HeaderValue, header::AUTHORIZATION};
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
    /// The values that matter of each declared header; none: all of them.
    pub(crate) vary_choices: Vec<Vec<HeaderValue>>,
    /// The declared cookies, sorted.
    pub(crate) cookies: Vec<&'static str>,
    /// The value of `Vary`: the declared headers, and `Cookie`.
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
                "invalid `cache_vary`: expected header names such as \"accept-language\" or \"accept-language: en, de\", found \"{name}\""
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
        let mut declared = Vec::new();
        for text in config.cache_vary {
            declared.push(declared_header(text).ok_or(PolicyError::Vary(text))?);
        }
        declared.sort_by(|(one, _), (other, _)| one.as_str().cmp(other.as_str()));
        declared.dedup_by(|(one, _), (other, _)| one == other);
        let (vary, vary_choices): (Vec<_>, Vec<_>) = declared.into_iter().unzip();
        let mut cookies = config.cache_cookies.to_vec();
        cookies.sort_unstable();
        cookies.dedup();
        let names = vary.iter().map(HeaderName::as_str);
        let names = names.chain((!cookies.is_empty()).then_some("Cookie"));
        let names: Vec<&str> = names.collect();
        let vary_header = (!names.is_empty())
            .then(|| HeaderValue::from_str(&names.join(", ")).ok())
            .flatten();
        // A response that is keyed by the identity of the client is for that client, although it is stored here.
        let is_of_one_client = vary.contains(&AUTHORIZATION) || !cookies.is_empty();
        if config.cache_tags.len() > MAX_TAGS {
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
            vary_choices,
            cookies,
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
            vary_choices: Vec::new(),
            cookies: Vec::new(),
            vary_header: None,
            is_shared: false,
            tags,
        }
    }

    /// Returns `true` if the key has parts of the request other than the path.
    pub(crate) fn has_variants(&self) -> bool {
        !self.query.is_empty() || !self.vary.is_empty() || !self.cookies.is_empty()
    }

    /// Returns all tags of the response at a canonical path.
    pub(crate) fn tags_at(&self, path: &str) -> Vec<Tag> {
        let mut tags = self.tags.clone();
        tags.push(Tag::path(path));
        tags
    }
}

/// Reads `accept-language`, or with the values that matter `accept-language: en, de`.
fn declared_header(text: &str) -> Option<(HeaderName, Vec<HeaderValue>)> {
    let Some((name, values)) = text.split_once(':') else {
        return Some((HeaderName::from_bytes(text.as_bytes()).ok()?, Vec::new()));
    };
    let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
    let values = values.split(',').map(|value| match value.trim() {
        "" => None,
        value => HeaderValue::from_str(value).ok(),
    });
    Some((name, values.collect::<Option<Vec<_>>>()?))
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
