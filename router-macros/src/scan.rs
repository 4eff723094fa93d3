//! The app folder as a sorted list of files; the only door to the disk.

use std::{
    ffi::OsStr,
    fs::{self, DirEntry, FileType},
    io, mem,
    path::{Path, PathBuf},
};

use crate::{
    app_file::{FileKind, Meaning, meaning},
    diagnostics::{Place, Problem},
    parallel,
};

/// One file that has a meaning to the router.
#[derive(Debug)]
pub(crate) struct AppFile {
    /// Relative to the app folder, `/`-separated: `items/[slug]/route.rs`.
    pub(crate) path: String,
    /// Empty for a file that is sent as it is.
    pub(crate) text: String,
}

/// The files below `app_dir` that take part in routing, sorted by path. Symbolic links are followed,
/// each loop up to the folder it comes back to. Problems name files below `shown_as`.
pub(crate) fn scan(app_dir: &Path, shown_as: &str) -> (Vec<AppFile>, Vec<Problem>) {
    let mut whole = Scan::new(app_dir, shown_as);
    if app_dir.is_dir() {
        whole.folders.push((app_dir.to_owned(), String::new()));
    } else {
        whole.problems.push(whole.problem(
            "",
            format!("there is no folder `{shown_as}`"),
            format!("create `{shown_as}/route.rs`, or name the folder that holds the routes"),
        ));
    }
    while !whole.folders.is_empty() {
        let folders = mem::take(&mut whole.folders);
        let list = |(path, relative): &(PathBuf, String)| {
            Scan::new(app_dir, shown_as).list(path, relative)
        };
        for part in parallel::map(&folders, list) {
            whole.files.extend(part.files);
            whole.folders.extend(part.folders);
            whole.problems.extend(part.problems);
        }
    }
    whole.files.sort_by(|a, b| a.path.cmp(&b.path));
    (whole.files, whole.problems)
}

/// The folder of files that are sent as they are.
pub(crate) const PUBLIC: &str = "public";

/// The files below that folder, `/`-separated; `None` if there is none. What the server does not send is left out.
pub(crate) fn public(folder: &Path) -> Option<Vec<String>> {
    if !folder.is_dir() {
        return None;
    }
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((path, relative)) = folders.pop() {
        // What cannot be read is told at start.
        for entry in entries(&path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let is_well_known = relative.is_empty() && name == ".well-known";
            if name.as_encoded_bytes().starts_with(b".") && !is_well_known {
                continue;
            }
            let below = format!("{relative}{}", name.to_string_lossy());
            match kind(&entry, folder) {
                Ok(Some(kind)) if kind.is_dir() => folders.push((entry.path(), below + "/")),
                Ok(Some(kind)) if kind.is_file() => files.push(below),
                _ => {}
            }
        }
    }
    Some(files)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this file is the door to the disk"
)]
fn entries(folder: &Path) -> io::Result<fs::ReadDir> {
    fs::read_dir(folder)
}

/// What an entry is, or what its link leads to; `None` for a link to a folder that it stands in, at or below `root`.
fn kind(entry: &DirEntry, root: &Path) -> io::Result<Option<FileType>> {
    let kind = entry.file_type()?;
    if !kind.is_symlink() {
        return Ok(Some(kind));
    }
    let link = entry.path();
    let target = fs::metadata(&link)?;
    if !target.is_dir() {
        return Ok(Some(target.file_type()));
    }
    let way = fs::canonicalize(&link)?;
    let mut above = link
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(root));
    let comes_back = above.any(|folder| fs::canonicalize(folder).is_ok_and(|it| it == way));
    Ok((!comes_back).then(|| target.file_type()))
}

/// The text of one file outside of the app folder; `None` if it cannot be read.
#[expect(
    clippy::disallowed_methods,
    reason = "this file is the door to the disk"
)]
pub(crate) fn text(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

struct Scan<'a> {
    app_dir: &'a Path,
    shown_as: &'a str,
    files: Vec<AppFile>,
    /// Folders yet to be listed, each with the way to it, which has a slash at its end.
    folders: Vec<(PathBuf, String)>,
    problems: Vec<Problem>,
}

impl<'a> Scan<'a> {
    fn new(app_dir: &'a Path, shown_as: &'a str) -> Self {
        Self {
            app_dir,
            shown_as,
            files: Vec::new(),
            folders: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// What stands in one folder.
    fn list(mut self, folder: &Path, relative: &str) -> Self {
        match entries(folder) {
            Ok(entries) => {
                for entry in entries {
                    match entry {
                        Ok(entry) => self.entry(&entry, relative),
                        Err(error) => self.unreadable(folder, relative, &error),
                    }
                }
            }
            Err(error) => self.unreadable(folder, relative, &error),
        }
        self
    }

    fn entry(&mut self, entry: &DirEntry, folder: &str) {
        let name = entry.file_name();
        let mut relative = folder.to_owned();
        relative.push_str(&name.to_string_lossy());
        match kind(entry, self.app_dir) {
            Err(error) => self.unreadable(&entry.path(), &relative, &error),
            Ok(None) => {}
            Ok(Some(kind)) if kind.is_dir() => {
                if self.enters(&name, &relative) {
                    relative.push('/');
                    self.folders.push((entry.path(), relative));
                }
            }
            Ok(Some(_)) => {
                if let Some(name) = name.to_str() {
                    self.file(&entry.path(), name, relative);
                }
            }
        }
    }

    /// Whether the folder is looked into.
    fn enters(&mut self, name: &OsStr, relative: &str) -> bool {
        if name.as_encoded_bytes().starts_with(b"_") {
            return false;
        }
        let is_utf8 = name.to_str().is_some();
        if !is_utf8 {
            self.problems.push(
                self.problem(
                    relative,
                    format!("the name of the folder `{relative}` is not UTF-8"),
                    "rename the folder, or let its name begin with `_` to keep it out of routing"
                        .to_owned(),
                ),
            );
        }
        is_utf8
    }

    fn file(&mut self, path: &Path, name: &str, relative: String) {
        match meaning(name) {
            Meaning::Users => {}
            Meaning::Routed(FileKind::NotFound) if relative.contains('/') => {
                let root = self.shown("not-found.rs");
                self.problems.push(
                    self.problem(
                        &relative,
                        "`not-found.rs` answers for the whole application and stands at its root"
                            .to_owned(),
                        format!("move it to `{root}`"),
                    ),
                );
            }
            Meaning::Routed(FileKind::Asset(_)) => self.look_at(path, relative),
            Meaning::Routed(_) => self.read(path, relative),
            Meaning::Misspelled(right) => {
                let right = self.shown(&sibling(&relative, &right));
                self.problems.push(self.problem(
                    &relative,
                    format!("`{name}` is not a name the router knows"),
                    format!("rename it to `{right}`"),
                ));
            }
        }
    }

    fn read(&mut self, path: &Path, relative: String) {
        #[expect(
            clippy::disallowed_methods,
            reason = "this file is the door to the disk"
        )]
        let read = fs::read_to_string(path);
        match read {
            Ok(text) => self.files.push(AppFile {
                path: relative,
                text,
            }),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                self.problems.push(self.problem(
                    &relative,
                    format!("`{}` is not UTF-8", self.shown(&relative)),
                    "save the file as UTF-8".to_owned(),
                ));
            }
            Err(error) => self.cannot_read(&relative, &error),
        }
    }

    /// A file whose bytes the compiler will read.
    fn look_at(&mut self, path: &Path, relative: String) {
        match fs::File::open(path) {
            Ok(_) => self.files.push(AppFile {
                path: relative,
                text: String::new(),
            }),
            Err(error) => self.cannot_read(&relative, &error),
        }
    }

    fn cannot_read(&mut self, relative: &str, error: &io::Error) {
        self.problems.push(self.problem(
            relative,
            format!(
                "`{}` cannot be read: {}",
                self.shown(relative),
                reason(error)
            ),
            "give the user who runs cargo the right to read it".to_owned(),
        ));
    }

    fn unreadable(&mut self, path: &Path, relative: &str, error: &io::Error) {
        // Editors lock `route.rs` by a link `.#route.rs` that points nowhere.
        let is_lock = path
            .file_name()
            .and_then(OsStr::to_str)
            .is_some_and(|name| name.starts_with(".#") || name.starts_with('_'));
        if is_lock {
            return;
        }
        let help = if fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink()) {
            "remove the link, or let it point to a folder or file that can be read"
        } else {
            "give the user who runs cargo the right to read it, or move it out of the app folder"
        };
        let relative = relative.trim_end_matches('/');
        let shown = self.shown(relative);
        let why = reason(error);
        self.problems.push(self.problem(
            relative,
            format!("`{shown}` cannot be read: {why}"),
            help.to_owned(),
        ));
    }

    fn shown(&self, relative: &str) -> String {
        if relative.is_empty() {
            return self.shown_as.to_owned();
        }
        format!("{}/{relative}", self.shown_as)
    }

    fn problem(&self, relative: &str, message: String, help: String) -> Problem {
        let places = vec![Place {
            file: self.shown(relative),
            at: None,
        }];
        Problem {
            message,
            places,
            help,
        }
    }
}

/// The operating system's words without its error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or(&text)
        .to_lowercase()
}

/// The path of another file of the same folder; without a name the folder.
fn sibling(path: &str, name: &str) -> String {
    match (path.rsplit_once('/'), name) {
        (Some((folder, _)), "") => folder.to_owned(),
        (Some((folder, _)), name) => format!("{folder}/{name}"),
        (None, name) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests;
