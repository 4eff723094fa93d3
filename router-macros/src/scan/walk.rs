//! The files and folders below a folder, each once, although links lead to them.

use std::{
    collections::{BTreeSet, VecDeque},
    ffi::OsString,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

/// The actions for the entries of a folder.
pub(super) trait Visitor {
    /// Returns `true` if the entries of a folder are visited too.
    fn folder(&mut self, entry: &DirEntry) -> bool;

    /// Visits a file, or a link to one.
    fn file(&mut self, entry: &DirEntry);

    /// Visits an entry that cannot be read. Links to an enclosing folder are among them.
    fn error(&mut self, error: &walkdir::Error);
}

/// Visits everything below `root`, linked folders last. Returns the folders that are not visited because they have been visited under
/// another path. Without that, folders that are linked crosswise would be visited along each of the countless ways between them.
pub(super) fn walk(root: &Path, visitor: &mut impl Visitor) -> Vec<PathBuf> {
    // As plain strings: paths would be compared part by part.
    let mut visited: BTreeSet<OsString> = BTreeSet::new();
    let mut repeated = Vec::new();
    let mut waiting = VecDeque::from([root.to_owned()]);
    while let Some(folder) = waiting.pop_front() {
        let Some(resolved) = real(&folder) else {
            continue;
        };
        if !visited.insert(resolved.clone().into_os_string()) {
            repeated.push(folder);
            continue;
        }
        let mut links = Vec::new();
        let entries = WalkDir::new(&folder).min_depth(1).follow_links(true);
        let mut entries = entries.into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Err(error) => visitor.error(&error),
                Ok(entry) if entry.file_type().is_dir() => {
                    let path = entry.path();
                    let is_wanted = visitor.folder(&entry);
                    let is_link = entry.path_is_symlink();
                    if is_wanted && is_link {
                        links.push(path.to_owned());
                    }
                    // Links are not entered, so the rest of the path contains none.
                    let below = path.strip_prefix(&folder).unwrap_or(path);
                    let is_new = is_wanted
                        && !is_link
                        && visited.insert(resolved.join(below).into_os_string());
                    if is_wanted && !is_link && !is_new {
                        repeated.push(path.to_owned());
                    }
                    if !is_new {
                        entries.skip_current_dir();
                    }
                }
                Ok(entry) => visitor.file(&entry),
            }
        }
        links.sort();
        waiting.extend(links);
    }
    repeated
}

/// A path with its links resolved.
pub(crate) fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}
