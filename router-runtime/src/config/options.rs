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

/// The default of `Fetch` in a file, with Next.js' seven names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FetchCache {
    /// `"auto"`
    #[default]
    Auto,
    /// `"default-cache"`
    DefaultCache,
    /// `"only-cache"`
    OnlyCache,
    /// `"force-cache"`
    ForceCache,
    /// `"force-no-store"`
    ForceNoStore,
    /// `"default-no-store"`
    DefaultNoStore,
    /// `"only-no-store"`
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
