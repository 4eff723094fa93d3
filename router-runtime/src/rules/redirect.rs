//! Redirect rules.

use super::{
    condition::Condition,
    error::RuleError,
    filter::{CompiledFilter, RequestFilter},
    request::RuleRequest,
    self_match,
    template::Destination,
};
use axum::http::StatusCode;
use std::fmt;

/// A rule that redirects all paths that match a pattern.
///
/// ```
/// use axum::http::StatusCode;
/// use router_runtime::rules::{Condition, Redirect};
///
/// let rules = [
///     Redirect::permanent("/old/:slug", "/new/:slug"),
///     Redirect::temporary("/docs/:path*", "https://docs.example.org/:path*"),
///     Redirect::temporary("/", "/home").has(Condition::cookie("session")),
///     Redirect::permanent("/post/:id(\\d+)", "/news?post=:id").status(StatusCode::FOUND),
/// ];
/// assert!(rules.iter().all(|rule| rule.check().is_ok()));
/// ```
///
/// A parameter is replaced by the part of the path that it matched, with its escapes. The query of the request is appended, except
/// for names that the destination sets itself. A destination that starts with `/` is a path of the application, below its base path.
/// See [`redirects`](https://nextjs.org/docs/app/api-reference/config/next-config-js/redirects) in Next.js.
#[derive(Clone, Debug)]
pub struct Redirect {
    filter: RequestFilter,
    destination: String,
    status: StatusCode,
}

impl Redirect {
    fn new(source: impl Into<String>, destination: impl Into<String>, status: StatusCode) -> Self {
        Self {
            filter: RequestFilter::new(source),
            destination: destination.into(),
            status,
        }
    }

    /// Creates a redirect with status 308, which browsers cache.
    pub fn permanent(source: impl Into<String>, destination: impl Into<String>) -> Self {
        Self::new(source, destination, StatusCode::PERMANENT_REDIRECT)
    }

    /// Creates a redirect with status 307.
    pub fn temporary(source: impl Into<String>, destination: impl Into<String>) -> Self {
        Self::new(source, destination, StatusCode::TEMPORARY_REDIRECT)
    }

    /// Sets another status: 301, 302 or 303, for clients that do not support 307 and 308.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Restricts the rule to requests that meet the condition.
    #[must_use]
    pub fn has(mut self, condition: Condition) -> Self {
        self.filter.has.push(condition);
        self
    }

    /// Restricts the rule to requests that do not meet the condition.
    #[must_use]
    pub fn missing(mut self, condition: Condition) -> Self {
        self.filter.missing.push(condition);
        self
    }

    /// Treats source and destination as complete paths instead of paths below the base path.
    #[must_use]
    pub fn without_base_path(mut self) -> Self {
        self.filter.below_base_path = false;
        self
    }

    /// Validates the rule. `builder().redirects(…)` panics with the same error, and if several rules lead back to the first one.
    ///
    /// # Errors
    ///
    /// Fails if the source, the destination, a regular expression or the status is invalid, if the destination uses a parameter
    /// that is not defined, or if the rule matches its own destination, so that clients would be redirected without end. That is
    /// tried with sample values of the parameters. The conditions on headers, cookies and the host are assumed to remain met.
    pub fn check(&self) -> Result<(), RuleError> {
        self.compile().map(drop)
    }

    pub(super) fn compile(&self) -> Result<CompiledRedirect, RuleError> {
        self.compile_parts().map_err(|reason| {
            let (source, destination) = (&self.filter.source, &self.destination);
            let rule = format!("redirect from `{source}` to `{destination}`");
            RuleError::new(rule, reason)
        })
    }

    fn compile_parts(&self) -> Result<CompiledRedirect, String> {
        if !matches!(self.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Err(format!(
                "expected status 301, 302, 303, 307 or 308, found {}",
                self.status
            ));
        }
        let filter = self.filter.compile()?;
        let destination = Destination::compile(&self.destination, &filter.names())?;
        if let Some(path) = self_match::find(&self.filter.source, &filter, &destination)? {
            return Err(format!(
                "the rule matches its own destination, so `{path}` would be redirected without end; exclude it by the source or with \
                 `.missing(…)`"
            ));
        }
        Ok(CompiledRedirect {
            source: self.filter.source.clone(),
            destination_text: self.destination.clone(),
            destination,
            filter,
            status: self.status,
        })
    }
}

/// The status and location of a redirect.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RedirectTarget {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    /// `true` if the base path has to be put before the location.
    pub(crate) below_base_path: bool,
}

/// A validated [`Redirect`].
#[derive(Clone, Debug)]
pub(super) struct CompiledRedirect {
    pub(super) source: String,
    destination_text: String,
    pub(super) filter: CompiledFilter,
    pub(super) destination: Destination,
    status: StatusCode,
}

impl fmt::Display for CompiledRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (source, destination) = (&self.source, &self.destination_text);
        write!(f, "redirect from `{source}` to `{destination}`")
    }
}

impl CompiledRedirect {
    pub(super) fn target(&self, request: RuleRequest<'_>) -> Option<RedirectTarget> {
        let params = self.filter.read(request)?;
        Some(RedirectTarget {
            status: self.status,
            location: self.destination.expand(&params, request.uri.query()),
            below_base_path: self.filter.below_base_path && self.destination.is_local(),
        })
    }
}
