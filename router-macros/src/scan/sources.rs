//! Files other than those of the app folder: sources, and what the server sends unchanged.

use super::{
    LARGEST, below,
    walk::{Visitor, walk},
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use walkdir::{DirEntry, WalkDir};

/// The folder of files that are sent unchanged.
pub(crate) const PUBLIC: &str = "public";

/// The files below that folder that the server sends, `/`-separated; `None` if the folder does not exist.
pub(crate) fn public(folder: &Path) -> Option<Vec<String>> {
    if !folder.is_dir() {
        return None;
    }
    let is_sent = |entry: &DirEntry| {
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let is_visible = !is_hidden || (entry.depth() == 1 && entry.file_name() == ".well-known");
        // Folders that are linked crosswise would be listed many times.
        is_visible && !(entry.path_is_symlink() && entry.file_type().is_dir())
    };
    let entries = WalkDir::new(folder)
        .min_depth(1)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(is_sent);
    // The server reports unreadable files at start-up.
    let files = entries.flatten().filter(|it| it.file_type().is_file());
    Some(files.map(|file| below(folder, file.path())).collect())
}

/// The Rust files below a folder, each with its text; none if the folder does not exist.
pub(crate) fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut sources = Sources {
        is_wanted: |_| true,
        found: Vec::new(),
    };
    walk(folder, &mut sources);
    sources.found
}

/// The Rust files of a whole package, without those that cargo or another tool wrote.
pub(crate) fn package(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut sources = Sources {
        is_wanted: |folder| {
            let name = folder.file_name().as_encoded_bytes();
            let is_made = folder.path().join("CACHEDIR.TAG").exists();
            !name.starts_with(b".") && name != b"node_modules" && !is_made
        },
        found: Vec::new(),
    };
    walk(folder, &mut sources);
    sources.found
}

/// The text of one file outside of the app folder.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the only module that reads the disk"
)]
pub(crate) fn text(path: &Path) -> Option<String> {
    // A pipe would never end.
    let metadata = fs::metadata(path).ok()?;
    let is_sane = metadata.is_file() && metadata.len() <= LARGEST;
    is_sane.then(|| fs::read_to_string(path).ok()).flatten()
}

/// Rust files with their texts.
struct Sources {
    is_wanted: fn(&DirEntry) -> bool,
    found: Vec<(PathBuf, String)>,
}

impl Visitor for Sources {
    fn folder(&mut self, entry: &DirEntry) -> bool {
        (self.is_wanted)(entry)
    }

    fn file(&mut self, entry: &DirEntry) {
        let path = entry.path();
        if path.extension().is_some_and(|it| it == "rs")
            && let Some(text) = text(path)
        {
            self.found.push((path.to_owned(), text));
        }
    }

    fn error(&mut self, _: &walkdir::Error) {}
}
