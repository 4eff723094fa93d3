//! Metadata files that no client looks for, and sitemaps.

use super::{site::Site, sitemaps};
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Problem},
    metadata_file::Metadata,
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let Some(metadata) = site.file.kind.metadata() else {
        return Vec::new();
    };
    let mut problems: Vec<Problem> = not_at_the_root(site, metadata).into_iter().collect();
    if site.file.kind == FileKind::Metadata(Metadata::Sitemap) {
        problems.extend(sitemaps::check(site));
    }
    problems
}

/// `blog/robots.txt`
fn not_at_the_root(site: &Site<'_>, metadata: Metadata) -> Option<Problem> {
    if !metadata.is_at_the_root() || site.file.segments.len() < 2 {
        return None;
    }
    let name = site.file.name();
    let problem = Problem::new(
        Code::MetadataNotAtTheRoot,
        format!(
            "`{}` is never requested: clients look for `/{}`",
            site.pattern,
            metadata.url(name)
        ),
        format!("move it to `{}`", site.context.shown(name)),
    );
    Some(problem.at([site.context.first_place(site.file)]))
}
