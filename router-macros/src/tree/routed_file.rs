//! A file, its place in the app folder and its exports.

use crate::{app_file::FileKind, route_file::Exports, segment::Segment};

/// A file of the app folder that the router uses.
#[derive(Debug)]
pub(crate) struct RoutedFile {
    /// Relative to the app folder, `/`-separated: `items/[slug]/route.rs`.
    pub(crate) path: String,
    pub(crate) kind: FileKind,
    /// The segments of its URL. A middleware or layout has those of its folder.
    pub(crate) segments: Vec<Segment>,
    /// For each segment that a folder adds: the length of the path up to that folder.
    pub(super) folder_ends: Vec<usize>,
    pub(crate) exports: Exports,
}

impl RoutedFile {
    /// Its folder with a slash at the end; empty for the app folder.
    pub(crate) fn folder(&self) -> &str {
        let name = self.path.rfind('/').map_or(0, |slash| slash + 1);
        &self.path[..name]
    }

    /// The number of folders that lead to it.
    pub(super) fn depth(&self) -> usize {
        self.path.matches('/').count()
    }

    /// Its name without the folder.
    pub(crate) fn name(&self) -> &str {
        &self.path[self.folder().len()..]
    }

    /// The folder that adds the segment at `index`; the whole path where the file itself adds it.
    pub(crate) fn folder_of(&self, index: usize) -> &str {
        match self.folder_ends.get(index) {
            Some(end) => &self.path[..*end],
            None => &self.path,
        }
    }

    /// The names of its parameters.
    pub(crate) fn parameters(&self) -> Vec<&str> {
        self.segments
            .iter()
            .filter_map(Segment::parameter)
            .collect()
    }

    /// Returns `true` if it is sent unchanged.
    pub(crate) fn is_asset(&self) -> bool {
        matches!(self.kind, FileKind::Asset(_))
    }

    /// Returns `true` if it is a middleware or a layout.
    pub(crate) fn is_wrapper(&self) -> bool {
        matches!(self.kind, FileKind::Middleware | FileKind::Layout)
    }

    /// Returns `true` if it is a page.
    pub(crate) fn is_page(&self) -> bool {
        self.kind == FileKind::Page
    }

    /// Returns `true` if it is a metadata file.
    pub(crate) fn is_metadata(&self) -> bool {
        self.kind.metadata().is_some()
    }
}
