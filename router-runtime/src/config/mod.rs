//! The configuration of route files: their lower-case constants, validated at compile time.
//!
//! ```
//! # #![allow(non_upper_case_globals)]
//! // app/items/route.rs
//! pub const revalidate: u32 = 60;
//! pub const cache_tags: &[&str] = &["items"];
//! ```
//!
//! `app::ROUTES` shows the [`RouteConfig`] of each route. The constants have the names and meanings of Next.js' [route segment
//! config](https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config).

pub(crate) mod builder;
mod message;
mod options;
pub(crate) mod region;
pub(crate) mod revalidate;

pub use options::{Dynamic, FetchCache, Rendering};
pub use region::Regions;
pub use revalidate::Revalidate;

/// The maximum length of a tag in bytes.
pub(crate) const LONGEST_TAG: usize = 256;
/// The maximum number of tags of one response.
pub(crate) const MAX_TAGS: usize = 128;

/// The configuration of one route file.
///
/// The macro creates it from the constants that the file exports. An invalid value is a compile error that names the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RouteConfig {
    /// `dynamic`: whether responses are generated once or per request.
    pub dynamic: Dynamic,
    /// `revalidate`: how long a response is fresh, or `None` if the file does not export the constant.
    pub revalidate: Option<Revalidate>,
    /// `dynamic_params`: whether parameters outside the static params are served.
    pub dynamic_params: bool,
    /// `fetch_cache`: the default cache mode of `Fetch` in this file.
    pub fetch_cache: FetchCache,
    /// `preferred_region`: information for deployment tools; the router ignores it.
    pub preferred_region: Regions,
    /// `max_duration`: the time limit of a handler in seconds, of the file or the innermost `middleware.rs` that sets it.
    pub max_duration: Option<u32>,
    /// `body_limit`: the maximum size of a request body in bytes, of the file or the innermost `middleware.rs` that sets it.
    pub body_limit: Option<usize>,
    /// `check_origin`: whether forms of other sites are refused with 403, against CSRF; see
    /// [`trusted_origins`](crate::AppBuilder::trusted_origins). The value is that of the file or the innermost `middleware.rs` that sets it.
    pub check_origin: bool,
    /// `cache_query`: the query parameters that are part of the cache key.
    pub cache_query: &'static [&'static str],
    /// `cache_vary`: the request headers that are part of the cache key, with their values as sent, trimmed, or with one of the values
    /// that are listed: `accept-language: en, de`.
    pub cache_vary: &'static [&'static str],
    /// `cache_cookies`: the names of the cookies that are part of the cache key, with their values.
    pub cache_cookies: &'static [&'static str],
    /// `cache_tags`: the tags of every response.
    pub cache_tags: &'static [&'static str],
    /// `cache_shared`: whether CDNs and proxies may store the responses of the cache. It is `false` if the file or a `middleware.rs`
    /// above it says so.
    pub cache_shared: bool,
    /// `cache_expire`: the age in seconds at which a stored response expires and is no longer served stale.
    pub cache_expire: Option<u32>,
    /// `stale_if_error`: how many seconds an expired or invalidated response is served while the handler fails. Stale ones are
    /// served anyway.
    pub stale_if_error: Option<u32>,
}

impl RouteConfig {
    /// The configuration of a file without constants.
    pub(crate) const DEFAULT: Self = Self {
        dynamic: Dynamic::Auto,
        revalidate: None,
        dynamic_params: true,
        fetch_cache: FetchCache::Auto,
        preferred_region: Regions::none(),
        max_duration: None,
        body_limit: None,
        check_origin: true,
        cache_query: &[],
        cache_vary: &[],
        cache_cookies: &[],
        cache_tags: &[],
        cache_shared: true,
        cache_expire: None,
        stale_if_error: None,
    };

    /// Returns how responses to `GET` are generated, which follows from `dynamic` and `revalidate`.
    pub const fn rendering(&self) -> Rendering {
        match (self.dynamic, self.revalidate) {
            (Dynamic::ForceDynamic, _)
            | (_, Some(Revalidate::After(0)))
            | (Dynamic::Auto, None) => Rendering::Dynamic,
            (_, Some(Revalidate::After(_))) => Rendering::Revalidated,
            (_, Some(Revalidate::Never) | None) => Rendering::Static,
        }
    }

    /// Returns `true` if a `GET` handler that reads the request is a compile error. Generated code calls it.
    #[doc(hidden)]
    pub const fn refuses_request(&self) -> bool {
        !matches!(self.rendering(), Rendering::Dynamic)
            && !matches!(self.dynamic, Dynamic::ForceStatic)
    }

    /// Returns `true` if a `GET` handler sees a request without headers, query and body.
    pub(crate) const fn shows_blank_request(&self) -> bool {
        !matches!(self.rendering(), Rendering::Dynamic)
            && matches!(self.dynamic, Dynamic::ForceStatic)
    }
}

#[cfg(test)]
mod tests;
