//! The builder that generated code calls with the constants of a file.

use super::{
    Dynamic, FetchCache, LONGEST_TAG, MAX_TAGS, Regions, Revalidate, RouteConfig, message::Message,
};

/// A builder of a [`RouteConfig`] in a `const`. An invalid value is a compile error.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct RouteConfigBuilder {
    config: RouteConfig,
    /// The location of the current constant, for error messages.
    location: &'static str,
    /// The value of `dynamic` for a file that does not export it.
    default_dynamic: Dynamic,
    /// The error message for a cached `GET` that reads the request.
    reads_request: Option<&'static str>,
    /// The error message for a `GET` that rejects a blank request.
    rejects_blank: Option<&'static str>,
}

impl RouteConfigBuilder {
    /// Creates the configuration of a file without constants, below no `middleware.rs` with some.
    pub const fn new(file: &'static str) -> Self {
        Self {
            config: RouteConfig::DEFAULT,
            location: file,
            default_dynamic: Dynamic::Auto,
            reads_request: None,
            rejects_blank: None,
        }
    }

    /// Continues with the constants of a file below: they take precedence over those of a `middleware.rs`.
    pub const fn below(mut self, file: &'static str) -> Self {
        self.location = file;
        self
    }

    /// Sets the location of the constants that follow: `app/items/route.rs:3:11`.
    pub const fn at(mut self, location: &'static str) -> Self {
        self.location = location;
        self
    }

    /// Caches the responses of a metadata file, unless the file exports `dynamic`.
    pub const fn metadata(mut self) -> Self {
        self.default_dynamic = Dynamic::Error;
        self
    }

    /// Records that the handler reads the request, which is an error if its responses are cached.
    pub const fn reads_request(mut self, message: &'static str) -> Self {
        self.reads_request = Some(message);
        self
    }

    /// Records that the handler rejects every blank request, which is an error if it sees one.
    pub const fn rejects_blank(mut self, message: &'static str) -> Self {
        self.rejects_blank = Some(message);
        self
    }

    /// Sets `dynamic`.
    #[track_caller]
    pub const fn dynamic(mut self, value: &str) -> Self {
        self.config.dynamic = match Dynamic::from_name(value) {
            Some(dynamic) => dynamic,
            None => self
                .unknown("dynamic", value, Dynamic::NAMES)
                .push("write one of these values, or remove `dynamic`, which then is \"auto\"")
                .refuse(),
        };
        self
    }

    /// Sets `revalidate`, which [`RevalidateValue`](super::revalidate::RevalidateValue) reads.
    #[track_caller]
    pub const fn revalidate(mut self, value: Option<Revalidate>) -> Self {
        if value.is_none() {
            Message::new("[R0408] `revalidate` is `true`, expected a number of seconds or `false`")
                .at(self.location)
                .push("write `pub const revalidate: u32 = 60;`, or `false` to cache forever")
                .refuse()
        }
        self.config.revalidate = value;
        self
    }

    /// Sets `dynamic_params`.
    pub const fn dynamic_params(mut self, value: bool) -> Self {
        self.config.dynamic_params = value;
        self
    }

    /// Sets `fetch_cache`.
    #[track_caller]
    pub const fn fetch_cache(mut self, value: &str) -> Self {
        self.config.fetch_cache = match FetchCache::from_name(value) {
            Some(fetch_cache) => fetch_cache,
            None => self
                .unknown("fetch_cache", value, FetchCache::NAMES)
                .push("write one of these values, or remove `fetch_cache`, which then is \"auto\"")
                .refuse(),
        };
        self
    }

    /// Validates `runtime`, whose only value is `"native"`.
    #[track_caller]
    pub const fn runtime(self, value: &str) -> Self {
        match value.as_bytes() {
            b"native" => self,
            b"nodejs" | b"edge" | b"experimental-edge" => Message::new("[R0407] `")
                .push(value)
                .push("` is a runtime of Next.js, expected `native`")
                .at(self.location)
                .push("remove `runtime`, or write \"native\"")
                .refuse(),
            _ => self
                .unknown("runtime", value, "\"native\"")
                .push("remove `runtime`, or write \"native\"")
                .refuse(),
        }
    }

    /// Sets `preferred_region`, which [`RegionValue`](super::region::RegionValue) reads.
    pub const fn preferred_region(mut self, value: Regions) -> Self {
        self.config.preferred_region = value;
        self
    }

    /// Sets `max_duration`.
    #[track_caller]
    pub const fn max_duration(mut self, seconds: u32) -> Self {
        if seconds == 0 {
            Message::new("[R0409] `max_duration` is 0, expected at least 1 second")
                .at(self.location)
                .push("write at least 1, or remove `max_duration` for no limit")
                .refuse()
        }
        self.config.max_duration = Some(seconds);
        self
    }

    /// Sets `body_limit`.
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.config.body_limit = Some(bytes);
        self
    }

    /// Sets `check_origin`.
    pub const fn check_origin(mut self, value: bool) -> Self {
        self.config.check_origin = value;
        self
    }

    /// Sets `cache_query`.
    pub const fn cache_query(mut self, names: &'static [&'static str]) -> Self {
        self.config.cache_query = names;
        self
    }

    /// Sets `cache_vary`.
    #[track_caller]
    pub const fn cache_vary(mut self, names: &'static [&'static str]) -> Self {
        let mut index = 0;
        while index < names.len() {
            if is_header(names[index], b"cookie") {
                Message::new("[R0511] `cache_vary` lists `")
                    .push(names[index])
                    .push("`, which differs between all clients")
                    .at(self.location)
                    .push("name the cookies: `pub const cache_cookies: &[&str] = &[\"theme\"];`")
                    .refuse()
            }
            index += 1;
        }
        self.config.cache_vary = names;
        self
    }

    /// Sets `cache_cookies`.
    #[track_caller]
    pub const fn cache_cookies(mut self, names: &'static [&'static str]) -> Self {
        let mut index = 0;
        while index < names.len() {
            if !is_cookie_name(names[index].as_bytes()) {
                Message::new("[R0512] `")
                    .push(names[index])
                    .push("` in `cache_cookies` is not the name of a cookie")
                    .at(self.location)
                    .push("write only the name, such as \"theme\"")
                    .refuse()
            }
            index += 1;
        }
        self.config.cache_cookies = names;
        self
    }

    /// Sets `cache_tags`.
    #[track_caller]
    pub const fn cache_tags(mut self, tags: &'static [&'static str]) -> Self {
        if tags.len() > MAX_TAGS {
            Message::new("[R0507] `cache_tags` lists ")
                .size(tags.len())
                .push(" tags, expected at most 128")
                .at(self.location)
                .push("list only the tags that are invalidated")
                .refuse()
        }
        let mut index = 0;
        while index < tags.len() {
            let length = tags[index].len();
            if length > LONGEST_TAG {
                Message::new("[R0508] a tag of `cache_tags` has ")
                    .size(length)
                    .push(" bytes, expected at most 256")
                    .at(self.location)
                    .push("shorten the tag")
                    .refuse()
            }
            index += 1;
        }
        self.config.cache_tags = tags;
        self
    }

    /// Sets `cache_shared`. A `false` of a `middleware.rs` above remains, since it guards what is below.
    pub const fn cache_shared(mut self, value: bool) -> Self {
        self.config.cache_shared = self.config.cache_shared && value;
        self
    }

    /// Sets `cache_expire`.
    pub const fn cache_expire(mut self, seconds: u32) -> Self {
        self.config.cache_expire = Some(seconds);
        self
    }

    /// Sets `stale_if_error`.
    pub const fn stale_if_error(mut self, seconds: u32) -> Self {
        self.config.stale_if_error = Some(seconds);
        self
    }

    /// Returns the configuration, after checking that its constants do not contradict each other.
    ///
    /// # Panics
    ///
    /// Panics, which stops the build, if the constants contradict each other.
    #[track_caller]
    pub const fn build(self) -> RouteConfig {
        let mut config = self.check_dynamic().check_expire().config;
        if let Dynamic::Auto = config.dynamic {
            config.dynamic = self.default_dynamic;
        }
        if let Some(message) = self.reads_request {
            assert!(!config.refuses_request(), "{}", message);
        }
        if let Some(message) = self.rejects_blank {
            assert!(!config.shows_blank_request(), "{}", message);
        }
        config
    }

    /// Refuses `force-dynamic` together with a `revalidate` that caches.
    #[track_caller]
    pub const fn check_dynamic(self) -> Self {
        if let (Dynamic::ForceDynamic, Some(revalidate)) =
            (self.config.dynamic, self.config.revalidate)
            && !matches!(revalidate, Revalidate::After(0))
        {
            Message::new("[R0502] `dynamic = \"force-dynamic\"` conflicts with `")
                .revalidate(revalidate)
                .push("`")
                .at(self.location)
                .push("remove `dynamic` or `revalidate`")
                .refuse()
        }
        self
    }

    /// Refuses a `cache_expire` that is shorter than `revalidate`.
    #[track_caller]
    pub const fn check_expire(self) -> Self {
        if let (Some(expire), Some(Revalidate::After(period))) =
            (self.config.cache_expire, self.config.revalidate)
            && expire < period
        {
            Message::new("[R0503] `cache_expire = ")
                .number(expire)
                .push("` is less than `revalidate = ")
                .number(period)
                .push("`")
                .at(self.location)
                .push("write `pub const cache_expire: u32 = ")
                .number(period)
                .push(";` or more")
                .refuse()
        }
        self
    }

    const fn unknown(&self, name: &str, value: &str, expected: &str) -> Message {
        Message::new("[R0406] `")
            .push(name)
            .push("` is \"")
            .push(value)
            .push("\", expected ")
            .push(expected)
            .at(self.location)
    }
}

/// Returns `true` if a declared header, `name` or `name: values`, has this name.
const fn is_header(declared: &str, name: &[u8]) -> bool {
    let declared = declared.as_bytes();
    let mut index = 0;
    while index < name.len() {
        if index >= declared.len() || !declared[index].eq_ignore_ascii_case(&name[index]) {
            return false;
        }
        index += 1;
    }
    index == declared.len() || matches!(declared[index], b':' | b' ')
}

/// Returns `true` for a token (RFC 6265, section 4.1.1).
const fn is_cookie_name(name: &[u8]) -> bool {
    let mut index = 0;
    while index < name.len() {
        let is_token = name[index].is_ascii_alphanumeric()
            || matches!(
                name[index],
                b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
            );
        if !is_token {
            return false;
        }
        index += 1;
    }
    !name.is_empty()
}
