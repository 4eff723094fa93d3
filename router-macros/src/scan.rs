//! The app folder as a sorted list of files: the only module that reads the disk.

use std::{
    ffi::OsStr,
    fs, io,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use walkdir::DirEntry;

use crate::{
    app_file::{FileKind, Meaning, meaning},
    diagnostics::{Code, Place, Problem},
    near_miss::translated,
    parallel,
};

mod sources;
mod walk;

pub(crate) use sources::{PUBLIC, package, public, sources, text};
pub(crate) use walk::real;
use walk::{Visitor, walk};

/// The size in bytes above which a file of the app folder is refused. The macro and the compiler hold it in memory.
const LARGEST: u64 = 16 * 1024 * 1024;

/// One file that the router uses.
#[derive(Debug)]
pub(crate) struct AppFile {
    /// Relative to the app folder, `/`-separated: `items/[slug]/route.rs`.
    pub(crate) path: String,
    /// Empty for an asset.
    pub(crate) text: String,
}

/// The files of the app folder.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    /// The files that the router uses, sorted by path.
    pub(crate) files: Vec<AppFile>,
    /// The paths of all files that may be meant for the router, although it does not use them: other Rust files that routing does not
    /// exclude, and files whose name in another language or case is one of the router's.
    pub(crate) others: Vec<String>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
}

/// Lists the files below `app_dir`. Symbolic links are followed, but no folder is listed twice. Problems show files below
/// `shown_as`.
pub(crate) fn scan(app_dir: &Path, shown_as: &str) -> Scanned {
    let mut scan = Scan {
        app_dir,
        shown_as,
        files: Vec::new(),
        others: Vec::new(),
        sources: Vec::new(),
        problems: Vec::new(),
    };
    let mut warnings = Vec::new();
    if app_dir.is_dir() {
        let repeated = walk(app_dir, &mut scan);
        scan.read();
        warnings.extend(scan.repeated(&repeated));
    } else {
        scan.problems.push(scan.problem(
            Code::NoFolder,
            "",
            format!("the folder `{shown_as}` does not exist"),
            format!("create `{shown_as}/route.rs`, or pass the folder that contains the routes"),
        ));
    }
    scan.files.sort_by(|a, b| a.path.cmp(&b.path));
    scan.others.sort();
    Scanned {
        files: scan.files,
        others: scan.others,
        problems: scan.problems,
        warnings,
    }
}

struct Scan<'a> {
    app_dir: &'a Path,
    shown_as: &'a str,
    files: Vec<AppFile>,
    others: Vec<String>,
    /// Files yet to be read, each with its path below the app folder.
    sources: Vec<(PathBuf, String)>,
    problems: Vec<Problem>,
}

impl Visitor for Scan<'_> {
    /// Returns `true` if the folder is scanned.
    fn folder(&mut self, entry: &DirEntry) -> bool {
        if entry.file_name().as_encoded_bytes().starts_with(b"_") {
            return false;
        }
        let is_utf8 = entry.file_name().to_str().is_some();
        if !is_utf8 {
            let shown = self.relative(entry.path());
            self.problems.push(self.problem(
                Code::NameNotUtf8,
                &shown,
                format!("the name of the folder `{shown}` is not valid UTF-8"),
                "rename the folder, or start its name with `_` to exclude it from routing",
            ));
        }
        is_utf8
    }

    fn file(&mut self, entry: &DirEntry) {
        let Some(name) = entry.file_name().to_str() else {
            return;
        };
        let path = self.relative(entry.path());
        let kind = match meaning(name) {
            Meaning::Used(kind) => Some(kind),
            Meaning::Misspelled(_) => None,
            Meaning::Ignored if is_rust(name) || translated(name).is_some() => None,
            Meaning::Ignored => return,
        };
        match kind {
            None => self.others.push(path),
            Some(_) if !self.is_sane(entry, &path) => {}
            Some(FileKind::Asset(_)) => self.asset(entry.path(), path),
            Some(_) => self.sources.push((entry.path().to_owned(), path)),
        }
    }

    fn error(&mut self, error: &walkdir::Error) {
        self.unreadable(error);
    }
}

impl Scan<'_> {
    /// Returns `true` if a file is a regular one of a reasonable size. Anything else, such as a pipe, may have no end.
    fn is_sane(&mut self, entry: &DirEntry, path: &str) -> bool {
        let found = if !entry.file_type().is_file() {
            "is not a regular file".to_owned()
        } else if entry.metadata().is_ok_and(|it| it.len() > LARGEST) {
            format!("is larger than {} MiB", LARGEST / 1024 / 1024)
        } else {
            return true;
        };
        self.problems.push(self.problem(
            Code::Unreadable,
            path,
            format!("`{}` cannot be read: it {found}", self.shown(path)),
            "replace it with a regular file of a reasonable size, or move it out of the app folder",
        ));
        false
    }

    /// The folders whose files are routed elsewhere, because links lead to them.
    fn repeated(&self, folders: &[PathBuf]) -> Option<Problem> {
        let mut folders: Vec<String> = folders
            .iter()
            .map(|it| self.shown(&self.relative(it)))
            .collect();
        folders.sort();
        let (first, others) = folders.split_first()?;
        let several = match others.len() {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        Some(Problem::new(
            Code::LinkedTwice,
            format!("`{first}`{several} leads to a folder whose files are routed elsewhere, and has no routes of its own"),
            "remove the link; to respond at two URLs, write a second file that re-exports the handlers",
        ).at(folders.iter().take(3).map(Place::whole)))
    }

    fn read(&mut self) {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the only module that reads the disk"
        )]
        let texts = parallel::map(&self.sources, |(path, _)| fs::read_to_string(path));
        for ((_, path), text) in std::mem::take(&mut self.sources).into_iter().zip(texts) {
            match text {
                Ok(text) => self.files.push(AppFile { path, text }),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    self.problems.push(self.problem(
                        Code::FileNotUtf8,
                        &path,
                        format!("`{}` is not valid UTF-8", self.shown(&path)),
                        "save the file as UTF-8",
                    ));
                }
                Err(error) => self.cannot_read(&path, &error),
            }
        }
    }

    /// Adds a file whose bytes the compiler will read.
    fn asset(&mut self, path: &Path, relative: String) {
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
            Code::Unreadable,
            relative,
            format!(
                "`{}` cannot be read: {}",
                self.shown(relative),
                reason(error)
            ),
            "grant read permission to the user who runs cargo",
        ));
    }

    fn unreadable(&mut self, error: &walkdir::Error) {
        let is_loop = error.loop_ancestor().is_some();
        let path = error.path().unwrap_or(self.app_dir);
        // Editors lock `route.rs` with a link `.#route.rs` to nowhere.
        let is_lock = path
            .file_name()
            .and_then(OsStr::to_str)
            .is_some_and(|name| name.starts_with(".#") || name.starts_with('_'));
        if is_loop || is_lock {
            return;
        }
        let relative = self.relative(path);
        let why = error
            .io_error()
            .map_or_else(|| "it cannot be listed".to_owned(), reason);
        let help = if fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink()) {
            "remove the link, or point it to a readable file or folder"
        } else {
            "grant read permission to the user who runs cargo, or move it out of the app folder"
        };
        let shown = self.shown(&relative);
        self.problems.push(self.problem(
            Code::Unreadable,
            &relative,
            format!("`{shown}` cannot be read: {why}"),
            help,
        ));
    }

    /// Below the app folder, `/`-separated.
    fn relative(&self, path: &Path) -> String {
        below(self.app_dir, path)
    }

    fn shown(&self, relative: &str) -> String {
        if relative.is_empty() {
            return self.shown_as.to_owned();
        }
        format!("{}/{relative}", self.shown_as)
    }

    fn problem(
        &self,
        code: Code,
        relative: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem::new(code, message, help).at([Place::whole(self.shown(relative))])
    }
}

/// The path of a file relative to a folder, `/`-separated.
fn below(folder: &Path, file: &Path) -> String {
    let below = file.strip_prefix(folder).unwrap_or(file);
    let below = below.to_string_lossy();
    if MAIN_SEPARATOR == '/' {
        below.into_owned()
    } else {
        below.replace(MAIN_SEPARATOR, "/")
    }
}

/// The message of the operating system without its error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or(&text)
        .to_lowercase()
}

/// The path of another file in the same folder.
pub(crate) fn sibling(path: &str, name: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// Returns `true` if a file is Rust source, as rustc sees it: with an extension in lower case.
pub(crate) fn is_rust(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

#[cfg(test)]
mod tests;
