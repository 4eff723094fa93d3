//! What the lower-case constants of a route file say, checked while the crate compiles.

mod message;
mod options;
mod region;
mod revalidate;

pub use options::{Dynamic, FetchCache, Rendering};
pub use region::{RegionOf, Regions};
pub use revalidate::{Revalidate, RevalidateOf};

use self::message::Message;

/// The most bytes that a tag may have.
pub(crate) const LONGEST_TAG: usize = 256;
/// The most tags that an answer may have.
pub(crate) const MOST_TAGS: usize = 128;

/// The config of one route file.
///
/// Generated code builds it in a `const`, from the constants that the file exports; a value that
/// means nothing stops the build there, with the file's name. `app::ROUTES` shows it.
///
/// ```
/// use router_runtime::config::{Rendering, RevalidateOf, RouteConfig};
///
/// const CONFIG: RouteConfig = RouteConfig::of("app/items/route.rs")
///     .revalidate(RevalidateOf(60).get())
///     .cache_expire(3600)
///     .check();
/// assert_eq!(CONFIG.mode(), Rendering::Revalidated);
/// ```
///
/// ```compile_fail
/// use router_runtime::config::RouteConfig;
///
/// const CONFIG: RouteConfig = RouteConfig::of("app/items/route.rs").dynamic("force_static");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RouteConfig {
    /// Where the constants stand, for messages.
    place: &'static str,
    /// `dynamic`: whether answers are made once or per request.
    pub dynamic: Dynamic,
    /// `revalidate`: how long an answer is fresh; `None` where the file does not say.
    pub revalidate: Option<Revalidate>,
    /// `dynamic_params`: whether parameters that were not generated are served.
    pub dynamic_params: bool,
    /// `fetch_cache`: what `Fetch` keeps in this file.
    pub fetch_cache: FetchCache,
    /// `preferred_region`: for deploy tools.
    pub preferred_region: Regions,
    /// `max_duration`: the seconds that a handler may take.
    pub max_duration: Option<u32>,
    /// `body_limit`: the bytes that a request's body may have.
    pub body_limit: Option<usize>,
    /// `cache_query`: names of the query that join the cache key.
    pub cache_query: &'static [&'static str],
    /// `cache_vary`: request headers that join the cache key, trimmed and in lower case.
    pub cache_vary: &'static [&'static str],
    /// `cache_tags`: tags of every answer.
    pub cache_tags: &'static [&'static str],
    /// `cache_expire`: the seconds after which an answer is not even served stale.
    pub cache_expire: Option<u32>,
    /// `stale_if_error`: the seconds that an old answer stands in for a failing handler.
    pub stale_if_error: Option<u32>,
}

impl RouteConfig {
    /// The config of a file without constants.
    pub const fn of(file: &'static str) -> Self {
        Self {
            place: file,
            dynamic: Dynamic::Auto,
            revalidate: None,
            dynamic_params: true,
            fetch_cache: FetchCache::Auto,
            preferred_region: Regions::none(),
            max_duration: None,
            body_limit: None,
            cache_query: &[],
            cache_vary: &[],
            cache_tags: &[],
            cache_expire: None,
            stale_if_error: None,
        }
    }

    /// How the file's `GET` is answered.
    pub const fn mode(&self) -> Rendering {
        match (self.dynamic, self.revalidate) {
            (Dynamic::ForceDynamic, _)
            | (_, Some(Revalidate::After(0)))
            | (Dynamic::Auto, None) => Rendering::Dynamic,
            (_, Some(Revalidate::After(_))) => Rendering::Revalidated,
            (_, Some(Revalidate::Never) | None) => Rendering::Static,
        }
    }

    /// Whether a `GET` that reads the request does not compile.
    #[doc(hidden)]
    pub const fn refuses_request(&self) -> bool {
        !matches!(self.mode(), Rendering::Dynamic) && !matches!(self.dynamic, Dynamic::ForceStatic)
    }

    /// `dynamic`.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn dynamic(mut self, value: &str) -> Self {
        self.dynamic = match Dynamic::named(value) {
            Some(dynamic) => dynamic,
            None => self
                .unknown("dynamic", value)
                .push("write ")
                .push(Dynamic::NAMES)
                .refuse(),
        };
        self
    }

    /// `revalidate`; see [`RevalidateOf`] for its two types.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn revalidate(mut self, value: Option<Revalidate>) -> Self {
        if value.is_none() {
            let message =
                Message::new("`revalidate` is a number of seconds or `false`, and not `true`");
            message
                .at(self.place)
                .push("write a number of seconds, or `false` to cache for ever")
                .refuse()
        }
        self.revalidate = value;
        self
    }

    /// `dynamic_params`.
    #[doc(hidden)]
    #[must_use]
    pub const fn dynamic_params(mut self, value: bool) -> Self {
        self.dynamic_params = value;
        self
    }

    /// `fetch_cache`.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn fetch_cache(mut self, value: &str) -> Self {
        self.fetch_cache = match FetchCache::named(value) {
            Some(fetch_cache) => fetch_cache,
            None => self
                .unknown("fetch_cache", value)
                .push("write ")
                .push(FetchCache::NAMES)
                .refuse(),
        };
        self
    }

    /// `runtime`, which has one value and is not kept.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn runtime(self, value: &str) -> Self {
        match value.as_bytes() {
            b"native" => self,
            b"nodejs" | b"edge" | b"experimental-edge" => Message::new("`")
                .push(value)
                .push("` is a runtime of Next.js, and a Rust program runs as itself")
                .at(self.place)
                .push("remove `runtime`, or write \"native\"")
                .refuse(),
            _ => self
                .unknown("runtime", value)
                .push("remove `runtime`, or write \"native\"")
                .refuse(),
        }
    }

    /// `preferred_region`; see [`RegionOf`] for its two types.
    #[doc(hidden)]
    #[must_use]
    pub const fn preferred_region(mut self, value: Regions) -> Self {
        self.preferred_region = value;
        self
    }

    /// `max_duration`.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn max_duration(mut self, seconds: u32) -> Self {
        if seconds == 0 {
            Message::new("`max_duration = 0` leaves the handler no time")
                .at(self.place)
                .push("write at least 1 second, or remove `max_duration` for no limit")
                .refuse()
        }
        self.max_duration = Some(seconds);
        self
    }

    /// `body_limit`.
    #[doc(hidden)]
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// `cache_query`.
    #[doc(hidden)]
    #[must_use]
    pub const fn cache_query(mut self, names: &'static [&'static str]) -> Self {
        self.cache_query = names;
        self
    }

    /// `cache_vary`.
    #[doc(hidden)]
    #[must_use]
    pub const fn cache_vary(mut self, names: &'static [&'static str]) -> Self {
        self.cache_vary = names;
        self
    }

    /// `cache_tags`.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn cache_tags(mut self, tags: &'static [&'static str]) -> Self {
        if tags.len() > MOST_TAGS {
            Message::new("`cache_tags` lists ")
                .size(tags.len())
                .push(" tags, and an answer may have 128")
                .at(self.place)
                .push("keep the tags by which something is invalidated")
                .refuse()
        }
        let mut index = 0;
        while index < tags.len() {
            let length = tags[index].len();
            if length > LONGEST_TAG {
                Message::new("a tag of `cache_tags` has ")
                    .size(length)
                    .push(" bytes, and a tag may have 256")
                    .at(self.place)
                    .push("shorten the tag")
                    .refuse()
            }
            index += 1;
        }
        self.cache_tags = tags;
        self
    }

    /// `cache_expire`.
    #[doc(hidden)]
    #[must_use]
    pub const fn cache_expire(mut self, seconds: u32) -> Self {
        self.cache_expire = Some(seconds);
        self
    }

    /// `stale_if_error`.
    #[doc(hidden)]
    #[must_use]
    pub const fn stale_if_error(mut self, seconds: u32) -> Self {
        self.stale_if_error = Some(seconds);
        self
    }

    /// Refuses constants that contradict each other; the last call.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn check(self) -> Self {
        if let (Dynamic::ForceDynamic, Some(revalidate)) = (self.dynamic, self.revalidate)
            && !matches!(revalidate, Revalidate::After(0))
        {
            let message = Message::new("`force-dynamic` runs per request, and `")
                .revalidate(revalidate)
                .push("` caches");
            message
                .at(self.place)
                .push("remove `dynamic` or `revalidate`")
                .refuse()
        }
        if let (Some(expire), Some(Revalidate::After(period))) =
            (self.cache_expire, self.revalidate)
            && expire < period
        {
            let message = Message::new("`cache_expire = ")
                .number(expire)
                .push("` ends before `revalidate = ")
                .number(period)
                .push("` begins");
            message
                .at(self.place)
                .push("write `pub const cache_expire: u32 = ")
                .number(period)
                .push(";` or more")
                .refuse()
        }
        self
    }

    /// A metadata file is cached unless it says otherwise.
    #[doc(hidden)]
    #[must_use]
    pub const fn metadata(mut self) -> Self {
        if let Dynamic::Auto = self.dynamic {
            self.dynamic = Dynamic::Error;
        }
        self
    }

    /// Stops the build with this text if answers are cached that depend on the request.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn reads_request(self, problem: &str) -> Self {
        let is_blank = matches!(self.dynamic, Dynamic::ForceStatic);
        let is_cached = !matches!(self.mode(), Rendering::Dynamic);
        assert!(is_blank || !is_cached, "{}", problem);
        self
    }

    /// Where the constants that follow stand: `app/items/route.rs:3:11`.
    #[doc(hidden)]
    #[must_use]
    pub const fn at(mut self, place: &'static str) -> Self {
        self.place = place;
        self
    }

    const fn unknown(&self, name: &str, value: &str) -> Message {
        let message = Message::new("`")
            .push(value)
            .push("` is not a value of `")
            .push(name)
            .push("`");
        message.at(self.place)
    }
}

#[cfg(test)]
mod tests;
