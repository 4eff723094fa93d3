//! The spelling of links in one application: its base path and its trailing slashes.

use crate::matching::{BasePath, TrailingSlash, with_added_slash};
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
};

thread_local! {
    /// The links of the application whose code runs on this thread.
    static CURRENT: Cell<Option<Arc<LinkStyle>>> = const { Cell::new(None) };
}

/// The spelling of links to an application.
#[derive(Debug)]
pub(crate) struct LinkStyle {
    base_path: Option<BasePath>,
    trailing_slash: TrailingSlash,
}

impl LinkStyle {
    /// Returns the spelling of links; `None` if links are equal to the paths that routes match.
    pub(crate) fn new(
        base_path: Option<BasePath>,
        trailing_slash: TrailingSlash,
    ) -> Option<Arc<Self>> {
        let is_plain = base_path.is_none() && trailing_slash != TrailingSlash::Add;
        (!is_plain).then(|| {
            Arc::new(Self {
                base_path,
                trailing_slash,
            })
        })
    }

    /// Returns the links of the application whose code runs.
    pub(crate) fn current() -> Option<Arc<Self>> {
        let current = CURRENT.take();
        CURRENT.set(current.clone());
        current
    }

    /// Returns the link to a path that routes match.
    pub(crate) fn link(&self, path: &str) -> String {
        let path = with_added_slash(path, self.trailing_slash);
        let Some(base_path) = &self.base_path else {
            return path.into_owned();
        };
        let has_slash = self.trailing_slash == TrailingSlash::Add;
        let path = if path == "/" && !has_slash {
            ""
        } else {
            &*path
        };
        format!("{}{path}", base_path.as_str())
    }

    /// Returns the link to the target of a redirect; `None` if the target is not a path of the application, but an absolute URL, `//host`,
    /// or a URL relative to the request.
    ///
    /// A target that begins with the base path, such as a link of `href`, is not prefixed again.
    pub(crate) fn complete(&self, target: &str) -> Option<String> {
        if !target.starts_with('/') || target.starts_with("//") {
            return None;
        }
        let end = target.find(['?', '#']).unwrap_or(target.len());
        let (path, rest) = target.split_at(end);
        let inner = match &self.base_path {
            Some(base_path) => base_path.inner(path).unwrap_or(path),
            None => path,
        };
        Some(self.link(inner) + rest)
    }

    /// Applies to links that are made until the guard is dropped.
    pub(crate) fn enter(style: Option<&Arc<Self>>) -> Scope {
        Scope {
            outer: CURRENT.replace(style.cloned()),
        }
    }
}

/// Restores the previous spelling of links when it is dropped.
pub(crate) struct Scope {
    outer: Option<Arc<LinkStyle>>,
}

impl Drop for Scope {
    fn drop(&mut self) {
        CURRENT.set(self.outer.take());
    }
}

/// Runs a future with these links.
pub(crate) async fn with_links<F: Future>(style: Option<Arc<LinkStyle>>, future: F) -> F::Output {
    let mut future = pin!(future);
    poll_fn(|context| {
        let _scope = LinkStyle::enter(style.as_ref());
        future.as_mut().poll(context)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(base_path: &str, trailing_slash: TrailingSlash) -> Arc<LinkStyle> {
        let base_path = BasePath::new(base_path).unwrap();
        LinkStyle::new(base_path, trailing_slash).unwrap()
    }

    #[test]
    fn targets_get_base_path_and_slash() {
        use TrailingSlash::{Add, Ignore, Remove};
        for (base_path, slash, target, expected) in [
            ("/docs", Remove, "/", Some("/docs")),
            ("/docs", Remove, "/a", Some("/docs/a")),
            ("/docs", Remove, "/a?x=/#y", Some("/docs/a?x=/#y")),
            ("/docs", Remove, "/?x", Some("/docs?x")),
            ("/docs", Remove, "/docs", Some("/docs")),
            ("/docs", Remove, "/docs/a", Some("/docs/a")),
            ("/docs", Remove, "/docs?x", Some("/docs?x")),
            ("/docs", Remove, "/docsx", Some("/docs/docsx")),
            ("/docs", Ignore, "/a/", Some("/docs/a/")),
            ("/docs", Add, "/", Some("/docs/")),
            ("/docs", Add, "/docs", Some("/docs/")),
            ("/docs", Add, "/a", Some("/docs/a/")),
            ("/docs", Add, "/docs/a", Some("/docs/a/")),
            ("/docs", Add, "/a?x#y", Some("/docs/a/?x#y")),
            ("/docs", Add, "/a.txt", Some("/docs/a.txt")),
            ("/docs", Add, "/.well-known/x", Some("/docs/.well-known/x")),
            ("", Add, "/a", Some("/a/")),
            ("", Add, "/", Some("/")),
            ("/docs", Add, "https://example.org/a", None),
            ("/docs", Add, "//example.org/a", None),
            ("/docs", Add, "?page=2", None),
            ("/docs", Add, "#top", None),
            ("/docs", Add, "sibling", None),
            ("/docs", Add, "../up", None),
        ] {
            let found = style(base_path, slash).complete(target);
            assert_eq!(found.as_deref(), expected, "{base_path} {slash:?} {target}");
        }
        assert!(LinkStyle::new(None, Ignore).is_none());
    }

    #[tokio::test]
    async fn a_scope_ends_where_it_began() {
        let docs = style("/docs", TrailingSlash::Remove);
        let is_docs = || LinkStyle::current().is_some();
        let outer = LinkStyle::enter(Some(&docs));
        assert!(is_docs());
        with_links(None, async { assert!(!is_docs()) }).await;
        assert!(is_docs());
        drop(outer);
        assert!(!is_docs());
    }
}
