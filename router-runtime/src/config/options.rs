//! The named values of configuration constants.
//!
//! These enums own the words. `check/values.rs` of the macro repeats them for literals, which it reports with a suggestion.

/// The rendering mode of a file's `GET`: generated once and cached, or generated per request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dynamic {
    /// `"auto"`: cached if the file exports `revalidate`, otherwise generated per request.
    #[default]
    Auto,
    /// `"force-dynamic"`: generated per request and never cached.
    ForceDynamic,
    /// `"error"`: cached; a handler that reads the request is a compile error.
    Error,
    /// `"force-static"`: cached; the handler receives a blank request.
    ForceStatic,
}

impl Dynamic {
    pub(super) const NAMES: &'static str = r#""auto", "force-dynamic", "error" or "force-static""#;

    pub(super) const fn from_name(name: &str) -> Option<Self> {
        Some(match name.as_bytes() {
            b"auto" => Self::Auto,
            b"force-dynamic" => Self::ForceDynamic,
            b"error" => Self::Error,
            b"force-static" => Self::ForceStatic,
            _ => return None,
        })
    }
}

/// The default cache mode of `Fetch` in a file, with the names of Next.js. The documentation of `Fetch` contains the complete table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FetchCache {
    /// `"auto"`: caches requests that opt in.
    #[default]
    Auto,
    /// `"default-cache"`: caches requests that do not opt out.
    DefaultCache,
    /// `"only-cache"`: like `"default-cache"`, but opting out is an error.
    OnlyCache,
    /// `"force-cache"`: caches all requests.
    ForceCache,
    /// `"force-no-store"`: caches no request.
    ForceNoStore,
    /// `"default-no-store"`: caches requests that opt in.
    DefaultNoStore,
    /// `"only-no-store"`: caches no request, and opting in is an error.
    OnlyNoStore,
}

impl FetchCache {
    pub(super) const NAMES: &'static str = r#""auto", "default-cache", "only-cache", "force-cache", "force-no-store", "default-no-store" or "only-no-store""#;

    pub(super) const fn from_name(name: &str) -> Option<Self> {
        Some(match name.as_bytes() {
            b"auto" => Self::Auto,
            b"default-cache" => Self::DefaultCache,
            b"only-cache" => Self::OnlyCache,
            b"force-cache" => Self::ForceCache,
            b"force-no-store" => Self::ForceNoStore,
            b"default-no-store" => Self::DefaultNoStore,
            b"only-no-store" => Self::OnlyNoStore,
            _ => return None,
        })
    }
}

/// The way responses to `GET` are generated. It follows from `dynamic` and `revalidate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rendering {
    /// Once.
    Static,
    /// Again after a period.
    Revalidated,
    /// For each request.
    Dynamic,
}
