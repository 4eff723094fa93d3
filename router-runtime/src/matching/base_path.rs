//! The base path: the path below which an application is mounted on its host.

use super::{TrailingSlash, is_clean};
use axum::http::{Uri, uri::PathAndQuery};

/// A valid base path such as `/docs`.
#[derive(Clone, Debug)]
pub(crate) struct BasePath(String);

/// The relation of a request path to the base path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BasePathMatch<'p> {
    /// Below the base path; the rest of the path.
    Below(&'p str),
    /// Elsewhere on the host.
    Outside,
    /// The base path with missing or superfluous slashes; the clean path.
    NeedsRedirect(String),
}

impl BasePath {
    /// Returns a valid base path; `None` for the root, `""` or `/`.
    pub(crate) fn new(path: &str) -> Result<Option<Self>, String> {
        if matches!(path, "" | "/") {
            return Ok(None);
        }
        let is_odd = |letter: char| !letter.is_ascii_graphic() || "{}*:?#%\"<>`".contains(letter);
        let problem = if !path.starts_with('/') {
            "must begin with a slash"
        } else if path.ends_with('/') {
            "must not end with a slash; omit it for an application at the root"
        } else if path.contains(is_odd) || !is_clean(path, TrailingSlash::Remove) {
            "must consist of letters, digits and punctuation that needs no escape"
        } else {
            return Ok(Some(Self(path.to_owned())));
        };
        Err(format!("base path `{path}`: a base path {problem}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part of a path below the base path, `/` for the base path itself.
    pub(crate) fn inner<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(&self.0)?;
        match rest.as_bytes().first() {
            None => Some("/"),
            Some(b'/') => Some(rest),
            Some(_) => None,
        }
    }

    /// Compares a request path with the base path, as `nest` of an axum Router does.
    pub(crate) fn strip<'p>(
        &self,
        path: &'p str,
        trailing_slash: TrailingSlash,
    ) -> BasePathMatch<'p> {
        let Some(rest) = path.strip_prefix(&self.0) else {
            return BasePathMatch::Outside;
        };
        if !matches!(rest.as_bytes().first(), None | Some(b'/' | b'\\')) {
            return BasePathMatch::Outside;
        }
        if rest.bytes().all(|byte| matches!(byte, b'/' | b'\\')) {
            let is_clean = match trailing_slash {
                TrailingSlash::Remove => rest.is_empty(),
                TrailingSlash::Add => rest == "/",
                TrailingSlash::Ignore => matches!(rest, "" | "/"),
            };
            if !is_clean {
                let slash = if trailing_slash == TrailingSlash::Add {
                    "/"
                } else {
                    ""
                };
                return BasePathMatch::NeedsRedirect(format!("{}{slash}", self.0));
            }
        }
        BasePathMatch::Below(if rest.is_empty() { "/" } else { rest })
    }

    /// Returns the URI with the base path before its path.
    pub(crate) fn prepend(&self, uri: &Uri, trailing_slash: TrailingSlash) -> Option<Uri> {
        let path = match uri.path() {
            "/" if trailing_slash != TrailingSlash::Add => "",
            path => path,
        };
        with_path(uri, &format!("{}{path}", self.0))
    }
}

/// Returns the URI with another path, which is escaped.
pub(crate) fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let target = match uri.query() {
        None => PathAndQuery::try_from(path),
        Some(query) => PathAndQuery::try_from(format!("{path}?{query}")),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(target.ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_below_outside_or_redirected() {
        use BasePathMatch::{Below, NeedsRedirect, Outside};
        use TrailingSlash::{Add, Ignore, Remove};

        let base_path = BasePath::new("/docs").unwrap().unwrap();
        let redirect = |path: &str| NeedsRedirect(path.to_owned());
        for (path, trailing_slash, expected) in [
            ("/docs", Remove, Below("/")),
            ("/docs/a", Remove, Below("/a")),
            ("/docs//a", Remove, Below("//a")),
            ("/docs\\a", Remove, Below("\\a")),
            ("/docs/", Remove, redirect("/docs")),
            ("/docs//", Ignore, redirect("/docs")),
            ("/docs/", Ignore, Below("/")),
            ("/docs", Add, redirect("/docs/")),
            ("/docs/", Add, Below("/")),
            ("/docsx", Remove, Outside),
            ("/", Remove, Outside),
        ] {
            assert_eq!(base_path.strip(path, trailing_slash), expected, "{path}");
        }
    }
}
