//! The decision about a request before a route is matched.
//!
//! The order is that of Next.js: redirects to the clean path, then redirects by rule, then the routes with their middleware. Headers by
//! rule are set on every response except redirects.

use super::redirect::{local, moved_permanently, prefix, redirect};
use crate::{
    matching::{BasePath, BasePathMatch, Matcher, Resolution, TrailingSlash, is_clean, with_path},
    routing::handler::empty,
    rules::{RuleHeaders, RuleRequest, Rules},
};
use axum::{
    body::Body,
    extract::{OriginalUri, Request},
    http::{Response, StatusCode},
};

/// The base path and the rules of an application.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) base_path: Option<BasePath>,
    pub(crate) rules: Rules,
}

/// The outcome for a request.
pub(crate) enum Decision {
    /// Respond without a route.
    Respond(Response<Body>),
    /// Match a route, and set these headers on the response.
    Inside(RuleHeaders),
    /// Respond that nothing was found outside of the base path, and set these headers on the response.
    Outside(RuleHeaders),
}

impl Entry {
    pub(crate) fn is_empty(&self) -> bool {
        self.base_path.is_none() && self.rules.is_empty()
    }

    /// Decides about a request, and removes the base path from its URI.
    pub(crate) fn decide(
        &self,
        request: &mut Request,
        matcher: &Matcher,
        trailing_slash: TrailingSlash,
    ) -> Decision {
        let full = request.uri().clone();
        let is_inside = match &self.base_path {
            None => true,
            Some(base_path) => match base_path.strip(full.path(), trailing_slash) {
                BasePathMatch::Below(path) => enter(request, path),
                BasePathMatch::Outside => false,
                BasePathMatch::NeedsRedirect(path) => {
                    return Decision::Respond(moved_permanently(request, &path));
                }
            },
        };
        let path = request.uri().path();
        if !is_clean(path, trailing_slash) {
            match matcher.resolve(path) {
                Resolution::Redirect(path) => {
                    return Decision::Respond(moved_permanently(request, &path));
                }
                Resolution::BadRequest => {
                    return Decision::Respond(empty(StatusCode::BAD_REQUEST));
                }
                Resolution::Route(_) | Resolution::NotFound => {}
            }
        }
        let rule_request = RuleRequest {
            path: is_inside.then_some(path),
            full_path: full.path(),
            uri: request.uri(),
            headers: request.headers(),
        };
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
            return Decision::Respond(redirect(target.status, &location));
        }
        let headers = self.rules.headers(rule_request);
        if is_inside {
            Decision::Inside(headers)
        } else {
            Decision::Outside(headers)
        }
    }
}

/// Replaces the path by the part below the base path, as `nest` of an axum Router does. Returns whether it is a valid URI.
fn enter(request: &mut Request, path: &str) -> bool {
    let Some(inner) = with_path(request.uri(), path) else {
        return false;
    };
    let outer = std::mem::replace(request.uri_mut(), inner);
    let extensions = request.extensions_mut();
    if extensions.get::<OriginalUri>().is_none() {
        extensions.insert(OriginalUri(outer));
    }
    true
}
