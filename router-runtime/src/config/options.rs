//! The named values of config constants.

/// Whether the answers of a file's `GET` are made once or per request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dynamic {
    /// `"auto"`: as `revalidate` says, per request without it.
    #[default]
    Auto,
    /// `"force-dynamic"`: per request, never cached.
    ForceDynamic,
    /// `"error"`: cached; a handler that reads the request does not compile.
    Error,
    /// `"force-static"`: cached; the handler sees a blank request.
    ForceStatic,
}

impl Dynamic {
    pub(super) const NAMES: &'static str = r#""auto", "force-dynamic", "error" or "force-static""#;

    pub(super) const fn named(name: &str) -> Option<Self> {
        Some(match name.as_bytes() {
            b"auto" => Self::Auto,
            b"force-dynamic" => Self::ForceDynamic,
            b"error" => Self::Error,
            b"force-static" => Self::ForceStatic,
            _ => return None,
        })
    }
}

/// What `Fetch` keeps in a file, with Next.js' seven names; the table is in the documentation of `Fetch`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FetchCache {
    /// `"auto"`: what a call says is to be kept.
    #[default]
    Auto,
    /// `"default-cache"`: all but what a call says is not to be.
    DefaultCache,
    /// `"only-cache"`: the same, and a call that says so is an error.
    OnlyCache,
    /// `"force-cache"`: all, whatever a call says.
    ForceCache,
    /// `"force-no-store"`: nothing, whatever a call says.
    ForceNoStore,
    /// `"default-no-store"`: what a call says is to be kept.
    DefaultNoStore,
    /// `"only-no-store"`: nothing, and a call that says otherwise is an error.
    OnlyNoStore,
}

impl FetchCache {
    pub(super) const NAMES: &'static str = r#""auto", "default-cache", "only-cache", "force-cache", "force-no-store", "default-no-store" or "only-no-store""#;

    pub(super) const fn named(name: &str) -> Option<Self> {
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

/// How a `GET` is answered, following from `dynamic` and `revalidate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rendering {
    /// Made once.
    Static,
    /// Made anew after a period.
    Revalidated,
    /// Made per request.
    Dynamic,
}
