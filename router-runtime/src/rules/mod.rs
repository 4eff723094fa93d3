//! Redirect and header rules, as in `next.config.js`: `builder().redirects(…)` and `builder().headers(…)`.
//!
//! ```
//! # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
//! use router_runtime::rules::{HeaderRule, Redirect};
//!
//! # fn example() {
//! let app = app::builder()
//!     .redirects([Redirect::permanent("/old/:slug", "/new/:slug")])
//!     .headers([HeaderRule::new("/:path*").set("x-content-type-options", "nosniff")])
//!     .service();
//! # }
//! ```
//!
//! A source is a path pattern in the syntax of path-to-regexp 6, as in Next.js: `/old/:slug`, `/files/:path*`,
//! `/post/:id(\\d{1,})`, `/a{.:format}?`. It is compared with the complete path, ignoring case and a trailing slash. A pattern in
//! parentheses is a regular expression without look-around, so that matching takes linear time.
//!
//! Two spellings of one path match the same rules: before, escapes of characters that need none are decoded and all others are
//! written in upper-case hex (RFC 3986 section 6.2.2), so that `/%73ecret` is `/secret` for rules, as for routes.

mod condition;
mod cycle;
mod error;
mod filter;
mod header_rule;
mod pattern;
mod redirect;
mod request;
mod self_match;
mod source;
mod template;
mod token;

pub use condition::Condition;
pub use error::RuleError;
pub use header_rule::HeaderRule;
pub use redirect::Redirect;

pub(crate) use header_rule::{RuleHeaders, apply_headers, retain_cors};
pub(crate) use redirect::RedirectTarget;
pub(crate) use request::RuleRequest;

use header_rule::CompiledHeaderRule;
use redirect::CompiledRedirect;

/// The rules of one application.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    redirects: Vec<CompiledRedirect>,
    headers: Vec<CompiledHeaderRule>,
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
        cycle::check(&self.redirects)
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

    /// Returns the target of the first redirect that matches.
    pub(crate) fn redirect(&self, request: RuleRequest<'_>) -> Option<RedirectTarget> {
        self.redirects.iter().find_map(|rule| rule.target(request))
    }

    /// Returns the headers of all rules that match, in the order of the rules.
    pub(crate) fn headers(&self, request: RuleRequest<'_>) -> RuleHeaders {
        let mut headers = RuleHeaders::new();
        for rule in &self.headers {
            rule.collect(request, &mut headers);
        }
        headers
    }
}

#[cfg(test)]
mod tests;
