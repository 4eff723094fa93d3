//! Redirects by rule.

use super::{
    Asked, Condition, RuleError, Target,
    scope::{self, Scope},
    template::Destination,
};
use axum::http::StatusCode;

/// Sends one path, or many that look alike, to another place.
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
/// What stands for a parameter is what was sent, with its escapes. The query is kept; what the destination itself says of a
/// name wins. A destination that begins with `/` is a path of the application, below its base path.
#[derive(Clone, Debug)]
pub struct Redirect {
    scope: Scope,
    destination: String,
    status: StatusCode,
}

impl Redirect {
    fn new(source: impl Into<String>, destination: impl Into<String>, status: StatusCode) -> Self {
        Self {
            scope: Scope::new(source),
            destination: destination.into(),
            status,
        }
    }

    /// With status 308: browsers remember it.
    pub fn permanent(source: impl Into<String>, destination: impl Into<String>) -> Self {
        Self::new(source, destination, StatusCode::PERMANENT_REDIRECT)
    }

    /// With status 307.
    pub fn temporary(source: impl Into<String>, destination: impl Into<String>) -> Self {
        Self::new(source, destination, StatusCode::TEMPORARY_REDIRECT)
    }

    /// With another status: 301, 302 or 303, for clients that know no better.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Only requests for which this holds.
    #[must_use]
    pub fn has(mut self, condition: Condition) -> Self {
        self.scope.has.push(condition);
        self
    }

    /// Only requests for which this does not hold.
    #[must_use]
    pub fn missing(mut self, condition: Condition) -> Self {
        self.scope.missing.push(condition);
        self
    }

    /// Source and destination are paths of the whole host, not of the application below its base path.
    #[must_use]
    pub fn without_base_path(mut self) -> Self {
        self.scope.below_base_path = false;
        self
    }

    /// Whether the rule can be.
    ///
    /// # Errors
    ///
    /// When source, destination, an expression or the status is malformed, or the destination takes a parameter that there
    /// is not; the error names the rule. `builder().redirects(…)` stops the program with it.
    pub fn check(&self) -> Result<(), RuleError> {
        self.compile().map(drop)
    }

    pub(super) fn compile(&self) -> Result<Compiled, RuleError> {
        self.parts().map_err(|problem| {
            let rule = format!(
                "redirect from `{}` to `{}`",
                self.scope.source, self.destination
            );
            RuleError::new(rule, problem)
        })
    }

    fn parts(&self) -> Result<Compiled, String> {
        if !matches!(self.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Err(format!("{} is no status of a redirect", self.status));
        }
        let scope = self.scope.compile()?;
        Ok(Compiled {
            destination: Destination::compile(&self.destination, &scope.names())?,
            scope,
            status: self.status,
        })
    }
}

/// A redirect that was checked.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    scope: scope::Compiled,
    destination: Destination,
    status: StatusCode,
}

impl Compiled {
    pub(super) fn target(&self, asked: Asked<'_>) -> Option<Target> {
        let params = self.scope.read(asked)?;
        Some(Target {
            status: self.status,
            location: self.destination.fill(&params, asked.uri.query()),
            below_base_path: self.scope.below_base_path && self.destination.is_local(),
        })
    }
}
