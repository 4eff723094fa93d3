//! What stands before the routes, if the builder was told so: a base path, redirects and headers by rule.
//!
//! The order is that of Next.js: redirects to the clean path, then redirects by rule, then the routes with their middleware;
//! headers by rule are set on every answer but redirects.

use super::{
    answer::ResponseFuture,
    app::{App, AskedBy},
    base_path::{BasePath, Side},
    call::Call,
    location,
};
use crate::{
    matching::{Verdict, is_clean},
    rules::{RuleRequest, Rules, apply_headers},
};

/// What stands before the routes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Front {
    pub(crate) base_path: Option<BasePath>,
    pub(crate) rules: Rules,
}

impl Front {
    pub(crate) fn is_empty(&self) -> bool {
        self.base_path.is_none() && self.rules.is_empty()
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    /// Answers a request that comes in through the front.
    pub(super) fn pass(&self, front: &Front, mut call: Call<'_, S>, by: AskedBy) -> ResponseFuture {
        let full = call.request().uri().clone();
        let side = front.base_path.as_ref().map_or(Side::Inside, |base_path| {
            base_path.enter(call.request(), self.trailing_slash())
        });
        let is_inside = match side {
            Side::Inside => true,
            Side::Outside => false,
            Side::Beside(redirect) => return ResponseFuture::ready(redirect),
        };
        let request = &*call.request();
        let path = request.uri().path();
        let clean = is_clean(path, self.trailing_slash());
        if !clean {
            let verdict = self.matcher().judge(path);
            if matches!(verdict, Verdict::Redirect(_) | Verdict::BadRequest) {
                return self.judge(call, by);
            }
        }
        let asked = RuleRequest {
            path: is_inside.then_some(path),
            full_path: full.path(),
            uri: request.uri(),
            headers: request.headers(),
        };
        if let Some(target) = front.rules.redirect(asked) {
            let prefix = if target.below_base_path {
                location::prefix(request, path)
            } else {
                location::prefix(request, full.path())
            };
            let location = if target.location.starts_with('/') {
                let location = format!("{prefix}{}", target.location);
                location::local(&location).into_owned()
            } else {
                target.location
            };
            return ResponseFuture::ready(location::redirect(target.status, &location));
        }
        let effects = front.rules.headers(asked);
        let answer = if is_inside {
            self.open(call, by)
        } else {
            self.nothing(call)
        };
        if effects.is_empty() {
            return answer;
        }
        ResponseFuture::handler(Box::pin(async move {
            let mut response = answer.await.unwrap_or_else(|never| match never {});
            apply_headers(effects, response.headers_mut());
            response
        }))
    }
}
