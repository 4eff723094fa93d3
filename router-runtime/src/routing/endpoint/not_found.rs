//! The response to paths that no route matches.

use super::error_pages::{ErrorOfPage, ErrorPage, is_group};
use crate::{
    errors::ErrorCause,
    matching::{Segment, decode},
    routing::{
        entry::PublicFiles,
        handler::{AxumExtensions, Call, ResponseFuture, Shared},
    },
};
use axum::http::{Method, StatusCode};
use std::{cmp::Reverse, sync::Arc, time::Duration};

/// The response to paths that no route matches: a public file, else the nearest not-found page.
pub(crate) struct NotFound<S> {
    public_files: Option<Arc<PublicFiles>>,
    /// Those of deeper folders first, and of folders without parameters before others.
    folders: Box<[NotFoundFolder<S>]>,
    max_duration: Option<Duration>,
}

/// A folder with a not-found page.
struct NotFoundFolder<S> {
    segments: &'static [Segment],
    /// A route below the folder, whose pattern begins with the segments. `None` if the folder has no parameters.
    route: Option<usize>,
    page: Arc<ErrorPage<S>>,
}

impl<S: Clone + Send + Sync + 'static> NotFound<S> {
    /// Selects the not-found pages for unmatched paths from those of all folders. Route groups have no paths of their own.
    pub(crate) fn new(
        pages: &[Arc<ErrorPage<S>>],
        public_files: Option<Arc<PublicFiles>>,
        max_duration: Option<Duration>,
        shared: &Shared<S>,
    ) -> Arc<Self> {
        let pages = pages
            .iter()
            .filter(|it| it.is_not_found() && !is_group(it.folder));
        let folders = pages.filter_map(|page| {
            let depth = page.depth as usize;
            if depth == 0 {
                return Some(NotFoundFolder {
                    segments: &[],
                    route: None,
                    page: Arc::clone(page),
                });
            }
            let mut patterns = shared.patterns.iter();
            let route = patterns.position(|it| it.info.file.starts_with(page.folder))?;
            let segments = shared.patterns[route].info.segments.get(..depth)?;
            let has_parameters = segments.iter().any(|it| !it.is_static());
            Some(NotFoundFolder {
                segments,
                route: has_parameters.then_some(route),
                page: Arc::clone(page),
            })
        });
        let mut folders: Vec<_> = folders.collect();
        folders.sort_by_key(|folder| {
            let parameters = folder.segments.iter().map(|it| !it.is_static());
            (
                Reverse(folder.segments.len()),
                parameters.collect::<Vec<_>>(),
            )
        });
        Arc::new(Self {
            public_files,
            folders: folders.into(),
            max_duration,
        })
    }

    /// Responds with a public file, or with the not-found page.
    pub(crate) fn respond(&self, mut call: Call<'_, S>) -> ResponseFuture {
        if let Some(files) = &self.public_files
            && let Some(response) = files.respond(&mut call)
        {
            return response;
        }
        self.respond_with_page(call)
    }

    /// Responds with the not-found page.
    pub(crate) fn respond_with_page(&self, mut call: Call<'_, S>) -> ResponseFuture {
        let path = call.request().uri().path();
        let mut folders = self.folders.iter();
        let Some(folder) = folders.find(|it| is_below(it.segments, path)) else {
            return call.error(StatusCode::NOT_FOUND, ErrorCause::NoRoute);
        };
        let without_body = call.request().method() == Method::HEAD;
        // The extensions of axum's Router are specific to the matched route.
        let mut call = call
            .with_route(None)
            .with_axum_extensions(AxumExtensions::Missing);
        if folder.route.is_some() {
            if let Err(response) = call.ensure_axum_extensions() {
                return ResponseFuture::ready(*response);
            }
            call = call.with_route(folder.route);
        }
        let error = ErrorOfPage {
            status: StatusCode::NOT_FOUND,
            cause: ErrorCause::NoRoute,
            route: None,
        };
        let clock = call.shared().cache.clock();
        let response = folder.page.run(call, error, without_body);
        let response = response
            .with_timeout(self.max_duration, clock)
            .with_options(Arc::clone(&folder.page.options));
        response.map(|response| {
            // The handler need not set the status.
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
        })
    }
}

/// Returns `true` if a path begins with the segments of a folder.
fn is_below(folder: &[Segment], path: &str) -> bool {
    let mut names = path.split('/').filter(|name| !name.is_empty());
    folder.iter().all(|segment| match (segment, names.next()) {
        (Segment::Static(expected), Some(name)) => {
            decode(name).is_some_and(|name| name == *expected)
        }
        (Segment::OptionalCatchAll(_), _) | (_, Some(_)) => true,
        (_, None) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_below_the_folder_whose_segments_it_begins_with() {
        for (folder, path, expected) in [
            ("/", "/", true),
            ("/", "/a/b", true),
            ("/a", "/a", true),
            ("/a", "/a/b", true),
            ("/a", "/%61/b", true),
            ("/a", "/ab", false),
            ("/a", "/b/a", false),
            ("/a/b", "/a", false),
            ("/[x]/b", "/1/b/2", true),
            ("/[x]/b", "/1/c", false),
            ("/[x]", "/", false),
            ("/é", "/%C3%A9/x", true),
            ("/a", "/%zz", false),
        ] {
            let segments: Vec<_> = Segment::parse(folder).collect();
            assert_eq!(is_below(&segments, path), expected, "{folder} {path}");
        }
    }
}
