//! The decision about a request before a route is matched.
//!
//! The order is that of Next.js: redirects to the clean path, then redirects by rule, then the routes with their middleware. Headers by
//! rule are set on every response except redirects. A redirect to the clean path carries those of cross-origin requests.

use super::readiness::ReadinessPath;
use super::redirect::{local, moved_permanently, path_as_sent, prefix, redirect};
use crate::{
    errors::{ErrorCause, error_response},
    matching::{
        BasePath, BasePathMatch, Matcher, Resolution, TrailingSlash, is_clean,
        percent::normalize_path, with_path,
    },
    rules::{RuleHeaders, RuleRequest, Rules, retain_cors},
};
use axum::{
    body::Body,
    extract::{OriginalUri, Request},
    http::{Response, StatusCode, Uri},
};
use std::mem::replace;

/// The base path, the rules and the readiness path of an application.
#[derive(Clone, Debug, Default)]
pub(crate) struct EntryRules {
    pub(crate) base_path: Option<BasePath>,
    pub(crate) rules: Rules,
    pub(crate) readiness: Option<ReadinessPath>,
}

/// The position of a request relative to the base path.
pub(crate) enum Entered {
    /// Below the base path, which was removed from this URI; `None` if there is no base path.
    Inside(Option<Uri>),
    /// Below the base path, which an outer axum Router removed from this URI.
    Nested(Uri),
    Outside,
    /// At the base path but for its slashes. This is the correct path.
    NeedsRedirect(String),
}

/// The outcome for a request.
pub(crate) enum Decision {
    /// Respond without a route, and set these headers on the response.
    Respond(Response<Body>, RuleHeaders),
    /// Match a route, and set these headers on the response.
    Inside(RuleHeaders),
    /// As `Inside`, but an outer axum Router removed the base path, so the route that it matched must be ignored.
    Nested(RuleHeaders),
    /// Respond that nothing was found outside of the base path, and set these headers on the response.
    Outside(RuleHeaders),
}

impl Decision {
    fn respond(response: Response<Body>) -> Self {
        Self::Respond(response, RuleHeaders::new())
    }
}

impl EntryRules {
    pub(crate) fn is_empty(&self) -> bool {
        self.has_no_rules() && self.readiness.is_none()
    }

    fn has_no_rules(&self) -> bool {
        self.base_path.is_none() && self.rules.is_empty()
    }

    /// Removes the base path from the URI of a request, as `nest` of an axum Router does.
    pub(crate) fn remove_base_path(
        &self,
        request: &mut Request,
        trailing_slash: TrailingSlash,
    ) -> Entered {
        let Some(base_path) = &self.base_path else {
            return Entered::Inside(None);
        };
        let complete = request.uri().clone();
        match base_path.strip(complete.path(), trailing_slash) {
            BasePathMatch::Below(path) if replace_path(request, path) => {
                Entered::Inside(Some(complete))
            }
            BasePathMatch::Below(_) => Entered::Outside,
            BasePathMatch::Outside => match nested_at(base_path, request) {
                Some(original) => Entered::Nested(original),
                None => Entered::Outside,
            },
            BasePathMatch::NeedsRedirect(path) => Entered::NeedsRedirect(path),
        }
    }

    /// Decides about a request whose base path was removed.
    pub(crate) fn decide(
        &self,
        request: &Request,
        entered: &Entered,
        matcher: &Matcher,
        trailing_slash: TrailingSlash,
    ) -> Decision {
        if self.has_no_rules() {
            return match self.readiness_of(request) {
                Some(response) => Decision::respond(response),
                None => Decision::Inside(RuleHeaders::new()),
            };
        }
        let (is_inside, complete) = match entered {
            Entered::Inside(complete) => (true, complete.as_ref()),
            Entered::Nested(complete) => (true, Some(complete)),
            Entered::Outside => (false, None),
            Entered::NeedsRedirect(path) => {
                return self.redirect_to_clean_path(request, path, path, Some("/"));
            }
        };
        let full = complete.unwrap_or(request.uri());
        let with_headers = |headers| match entered {
            Entered::Nested(_) => Decision::Nested(headers),
            _ if is_inside => Decision::Inside(headers),
            _ => Decision::Outside(headers),
        };
        if is_inside && let Some(response) = self.readiness_of(request) {
            return Decision::Respond(response, self.headers_inside(request, full));
        }
        let path = request.uri().path();
        let mut is_malformed = false;
        let sent = path_as_sent(request);
        if !is_clean(&sent, trailing_slash) {
            match matcher.resolve(&sent) {
                Resolution::Redirect(path) => {
                    let full = match &self.base_path {
                        Some(base_path) if is_inside => format!("{}{path}", base_path.as_str()),
                        _ => path.clone(),
                    };
                    let inner = is_inside.then_some(path.as_str());
                    return self.redirect_to_clean_path(request, &path, &full, inner);
                }
                Resolution::BadRequest => is_malformed = true,
                Resolution::Route(_) | Resolution::NotFound => {}
            }
        }
        if self.rules.is_empty() {
            return if is_malformed {
                Decision::respond(invalid_path())
            } else {
                with_headers(RuleHeaders::new())
            };
        }
        let (normal, full_normal) = (normalize_path(path), normalize_path(full.path()));
        let rule_request = RuleRequest {
            path: is_inside.then_some(&*normal),
            full_path: &full_normal,
            uri: request.uri(),
            headers: request.headers(),
        };
        if is_malformed {
            let headers = self.rules.headers(rule_request);
            return Decision::Respond(invalid_path(), headers);
        }
        if let Some(target) = self.rules.redirect(rule_request) {
            let prefix = if target.below_base_path {
                prefix(request, path)
            } else {
                prefix(request, full.path())
            };
            let location = if target.location.starts_with('/') {
                local(&format!("{prefix}{}", target.location)).into_owned()
            } else {
                target.location
            };
            return Decision::respond(redirect(target.status, &location));
        }
        with_headers(self.rules.headers(rule_request))
    }

    fn readiness_of(&self, request: &Request) -> Option<Response<Body>> {
        let readiness = self.readiness.as_ref()?;
        readiness.respond(request.uri().path(), request.method())
    }

    /// Returns the headers by rule of a request below the base path, whose complete URI is `full`.
    fn headers_inside(&self, request: &Request, full: &Uri) -> RuleHeaders {
        let (path, full_path) = (
            normalize_path(request.uri().path()),
            normalize_path(full.path()),
        );
        self.rules.headers(RuleRequest {
            path: Some(&path),
            full_path: &full_path,
            uri: request.uri(),
            headers: request.headers(),
        })
    }

    /// Returns the headers by rule of a request that is refused before its path is read.
    pub(crate) fn headers(&self, request: &Request, trailing_slash: TrailingSlash) -> RuleHeaders {
        let full = request.uri().path();
        let path = match &self.base_path {
            None => Some(full),
            Some(base_path) => match base_path.strip(full, trailing_slash) {
                BasePathMatch::Below(path) => Some(path),
                BasePathMatch::NeedsRedirect(_) => Some("/"),
                BasePathMatch::Outside => nested_at(base_path, request).map(|_| full),
            },
        };
        let (path, full_path) = (path.map(normalize_path), normalize_path(full));
        self.rules.headers(RuleRequest {
            path: path.as_deref(),
            full_path: &full_path,
            uri: request.uri(),
            headers: request.headers(),
        })
    }

    /// Redirects to `path`. A request for it matches rules by `full_path`, and by `inner_path` below the base path.
    #[cold]
    fn redirect_to_clean_path(
        &self,
        request: &Request,
        path: &str,
        full_path: &str,
        inner_path: Option<&str>,
    ) -> Decision {
        let (inner, full) = (inner_path.map(normalize_path), normalize_path(full_path));
        let mut headers = self.rules.headers(RuleRequest {
            path: inner.as_deref(),
            full_path: &full,
            uri: request.uri(),
            headers: request.headers(),
        });
        retain_cors(&mut headers);
        Decision::Respond(moved_permanently(request, path), headers)
    }
}

fn invalid_path() -> Response<Body> {
    error_response(StatusCode::BAD_REQUEST, ErrorCause::InvalidPath)
}

/// Returns the complete URI if an outer axum Router removed the base path: `nest("/docs", …)` of an application with that base path.
fn nested_at(base_path: &BasePath, request: &Request) -> Option<Uri> {
    let OriginalUri(original) = request.extensions().get()?;
    let prefix = prefix(request, request.uri().path());
    prefix
        .ends_with(base_path.as_str())
        .then(|| original.clone())
}

/// Replaces the path of a request. Returns `false` if the result is not a valid URI.
fn replace_path(request: &mut Request, path: &str) -> bool {
    let Some(inner) = with_path(request.uri(), path) else {
        return false;
    };
    let outer = replace(request.uri_mut(), inner);
    let extensions = request.extensions_mut();
    if extensions.get::<OriginalUri>().is_none() {
        extensions.insert(OriginalUri(outer));
    }
    true
}
