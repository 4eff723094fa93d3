//! The files and folders below a folder, each once, although links lead to them.

use std::{
    collections::{BTreeSet, VecDeque},
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

/// Visits everything below `root`, linked folders last. Returns the links to folders that are visited elsewhere. Without that, folders
/// that are linked crosswise would be visited along each of the countless ways between them.
pub(super) fn walk(root: &Path, visitor: &mut impl Visitor) -> Vec<PathBuf> {
    let mut visited = Visited {
        root: real(root),
        linked: BTreeSet::new(),
    };
    let mut repeated = Vec::new();
    let mut waiting = VecDeque::from([root.to_owned()]);
    while let Some(folder) = waiting.pop_front() {
        let is_linked = folder != root;
        if is_linked && !visited.enter(&folder) {
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
                    let is_wanted = visitor.folder(&entry);
                    let is_link = entry.path_is_symlink();
                    if is_wanted && is_link {
                        links.push(entry.path().to_owned());
                    }
                    let is_again = is_linked && !is_link && !visited.enter(entry.path());
                    if !is_wanted || is_link || is_again {
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

/// The real folders that have been visited.
struct Visited {
    root: Option<PathBuf>,
    /// Those outside of the root.
    linked: BTreeSet<PathBuf>,
}

impl Visited {
    /// Returns `true` the first time that a folder outside of the root is visited.
    fn enter(&mut self, folder: &Path) -> bool {
        real(folder).is_some_and(|folder| {
            let is_inside = self
                .root
                .as_ref()
                .is_some_and(|root| folder.starts_with(root));
            !is_inside && self.linked.insert(folder)
        })
    }
}

/// A path with its links resolved.
pub(crate) fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}
