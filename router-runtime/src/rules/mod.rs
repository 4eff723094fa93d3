//! Redirects and headers by rule, as `next.config.js` has them: `builder().redirects(…)` and `.headers(…)`.
//!
//! A source is a path with parameters, in the syntax of path-to-regexp 6, as in Next.js: `/old/:slug`, `/files/:path*`,
//! `/post/:id(\\d{1,})`, `/a{.:format}?`. It is compared without regard to case with the path as it was sent, and must match
//! all of it. A pattern in parentheses is a regular expression without look-around, so that no request can make it slow.

mod condition;
mod error;
mod headers;
mod pattern;
mod redirect;
mod scope;
mod source;
mod template;

pub use condition::Condition;
pub use error::RuleError;
pub use headers::HeaderRule;
pub use redirect::Redirect;

pub(crate) use headers::{Effects, apply};

use axum::http::{HeaderMap, Uri};
use std::collections::BTreeMap;

/// What a request gave to the parameters of a rule, each as it stands in a path.
type Params = BTreeMap<String, String>;

/// What rules look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'r> {
    /// The path below the base path, if it stands below it.
    pub(crate) path: Option<&'r str>,
    /// The path with the base path.
    pub(crate) full_path: &'r str,
    pub(crate) uri: &'r Uri,
    pub(crate) headers: &'r HeaderMap,
}

impl<'r> Asked<'r> {
    fn path(&self, below_base_path: bool) -> Option<&'r str> {
        if below_base_path {
            self.path
        } else {
            Some(self.full_path)
        }
    }
}

/// The rules of one application.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    redirects: Vec<redirect::Compiled>,
    headers: Vec<headers::Compiled>,
}

/// Where a rule leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) status: axum::http::StatusCode,
    pub(crate) location: String,
    /// Whether the base path belongs before the location.
    pub(crate) below_base_path: bool,
}

impl Rules {
    pub(crate) fn is_empty(&self) -> bool {
        self.redirects.is_empty() && self.headers.is_empty()
    }

    pub(crate) fn add_redirects(
        &mut self,
        rules: impl IntoIterator<Item = Redirect>,
    ) -> Result<(), RuleError> {
        for rule in rules {
            self.redirects.push(rule.compile()?);
        }
        Ok(())
    }

    pub(crate) fn add_headers(
        &mut self,
        rules: impl IntoIterator<Item = HeaderRule>,
    ) -> Result<(), RuleError> {
        for rule in rules {
            self.headers.push(rule.compile()?);
        }
        Ok(())
    }

    /// Where the first redirect that matches leads.
    pub(crate) fn redirect(&self, asked: Asked<'_>) -> Option<Target> {
        self.redirects.iter().find_map(|rule| rule.target(asked))
    }

    /// What all header rules that match set, in their order.
    pub(crate) fn effects(&self, asked: Asked<'_>) -> Effects {
        let mut effects = Effects::new();
        for rule in &self.headers {
            rule.collect(asked, &mut effects);
        }
        effects
    }
}

#[cfg(test)]
mod tests;
