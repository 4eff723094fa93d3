//! Files of `public/` among the routes: they come before parameters, and after everything else.

use super::{
    answer::ResponseFuture, app::App, call::Call, methods::MethodMatch, methods::MethodTable,
};
use crate::{
    matching::{Matcher, Segment, Verdict},
    public::Public,
};
use std::sync::Arc;

/// The files, and what other methods than GET and HEAD are told.
pub(super) struct PublicFiles {
    public: Arc<Public>,
    methods: MethodTable,
}

impl PublicFiles {
    pub(super) fn new(public: Arc<Public>) -> Self {
        Self {
            public,
            methods: MethodTable::new(0, [Some("GET")].into_iter().collect()),
        }
    }

    /// By route: whether it matches the path of some file as well.
    pub(super) fn shadowed(&self, matcher: &Matcher, routes: &[&[Segment]]) -> Vec<bool> {
        let mut shadowed = vec![false; routes.len()];
        for path in self.public.paths() {
            let verdict = match matcher.judge(path) {
                // A slash that is added, or an escape that need not be.
                Verdict::Redirect(path) => matcher.judge(&path),
                verdict => verdict,
            };
            let Verdict::Route(route) = verdict else {
                continue;
            };
            let is_static = |segment: &Segment| matches!(segment, Segment::Static(_));
            if routes[route].iter().all(is_static) {
                tracing::warn!(
                    "`{path}` is a file of `public`, and a route that is answered instead"
                );
            } else {
                shadowed[route] = true;
            }
        }
        shadowed
    }
}

impl<S> App<S> {
    /// The answer of the file that has this path, if there is one.
    #[cold]
    pub(super) fn answer_with_file(&self, call: &mut Call<'_, S>) -> Option<ResponseFuture> {
        let files = self.public.as_ref()?;
        let request = call.request();
        let uri = files.public.file(request.uri().path())?.clone();
        Some(match files.methods.find(request.method()) {
            MethodMatch::Run(_) | MethodMatch::RunWithoutBody(_) => {
                let service = files.public.service();
                ResponseFuture::handler(Box::pin(Public::send(service, uri, call.take())))
            }
            MethodMatch::Options => ResponseFuture::ready(files.methods.options()),
            MethodMatch::NotAllowed => ResponseFuture::ready(files.methods.not_allowed()),
        })
    }
}
