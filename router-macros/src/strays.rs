//! Files that look like files of the router, but are neither files of the router nor modules of the program.

mod modules;

use self::modules::Modules;
use crate::{
    app_file::{FileKind, Meaning, meaning},
    diagnostics::{Code, Place, Problem, nearest},
    location::Position,
    near_miss::{NearMiss, near_miss, translated},
    route_file::{self, Exports, OtherKind},
    runtime::Runtime,
    scan::{self, AppFile, is_rust, sibling},
};
use std::{
    collections::BTreeSet,
    env,
    path::{Path, PathBuf},
};

/// The mistakes in such files.
#[derive(Default)]
pub(crate) struct Strays {
    pub(crate) errors: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
}

/// A file that has no effect unless the program uses it in another way.
struct Suspect {
    path: PathBuf,
    /// It is certainly meant for the router.
    is_error: bool,
    problem: Problem,
}

/// Moves each `error.rs` without an error function to the other files: it may be a module of the program.
pub(crate) fn move_modules(files: &mut Vec<AppFile>, others: &mut Vec<String>) {
    let is_module = |file: &mut AppFile| {
        if FileKind::of(&file.path) != Some(FileKind::Error) {
            return false;
        }
        let exports = route_file::read(&file.text, FileKind::Error, &Runtime::default());
        let mut functions = exports.others.iter().filter(|it| it.kind == OtherKind::Fn);
        let is_near = |name: &str| nearest(name, FileKind::Error.exports().iter().copied(), 1);
        exports.handlers.is_empty()
            && !exports.broken
            && !functions.any(|it| is_near(&it.name).is_some())
    };
    others.extend(files.extract_if(.., is_module).map(|file| file.path));
    others.sort();
}

/// Judges the files of the app folder that the router does not use, and the middleware next to the app folder. `files` are those that the
/// router uses.
pub(crate) fn check(app: &Path, shown_as: &str, files: &[AppFile], others: &[String]) -> Strays {
    let krate = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    check_in(&krate, app, shown_as, files, others)
}

fn check_in(
    krate: &Path,
    app: &Path,
    shown_as: &str,
    files: &[AppFile],
    others: &[String],
) -> Strays {
    let folder = AppFolder {
        path: app,
        shown_as,
        stems: files.iter().filter_map(|file| stem(&file.path)).collect(),
    };
    let mut suspects: Vec<Suspect> = others.iter().filter_map(|it| folder.suspect(it)).collect();
    suspects.extend(outside(app, krate, shown_as));
    let mut strays = Strays::default();
    if suspects.is_empty() {
        return strays;
    }
    let paths: Vec<&Path> = suspects.iter().map(|it| it.path.as_path()).collect();
    let modules = Modules::of(app, krate, &paths);
    for suspect in suspects {
        if modules.contain(&suspect.path) {
            continue;
        }
        if suspect.is_error && !modules.are_open {
            strays.errors.push(suspect.problem);
        } else {
            strays.warnings.push(suspect.problem);
        }
    }
    strays
}

/// The path of a file without its extension.
fn stem(path: &str) -> Option<&str> {
    Some(path.rsplit_once('.')?.0)
}

/// The app folder.
struct AppFolder<'a> {
    path: &'a Path,
    shown_as: &'a str,
    /// The paths of the files that the router uses, without extensions.
    stems: BTreeSet<&'a str>,
}

impl AppFolder<'_> {
    fn suspect(&self, path: &str) -> Option<Suspect> {
        let name = path.rsplit('/').next()?;
        let (is_error, problem) = if is_rust(name) {
            self.in_rust(path, name)?
        } else {
            (true, self.in_another_language(path, name)?)
        };
        Some(Suspect {
            path: self.path.join(path),
            is_error,
            problem,
        })
    }

    /// A Rust file. It is an error if it exports a handler and its name is almost that of a file of the router.
    fn in_rust(&self, path: &str, name: &str) -> Option<(bool, Problem)> {
        let shown_as = self.shown_as;
        let shown = format!("{shown_as}/{path}");
        let declaration = declaration(path);
        let or_declare = declaration.as_ref().map_or_else(String::new, |module| {
            format!(", or declare it with `mod {module};` if it is a helper")
        });
        let text = scan::text(&self.path.join(path)).unwrap_or_default();
        let exports = route_file::read(&text, FileKind::Route, &Runtime::default());
        let misspelled = |right: &str| {
            Problem::new(
                Code::FileName,
                format!("`{name}` is not a router file; did you mean `{right}`?"),
                format!(
                    "rename it to `{shown_as}/{}`{or_declare}",
                    sibling(path, right)
                ),
            )
        };
        let problem = match (meaning(name), near_miss(name)) {
            (Meaning::Used(kind), _) => Problem::new(
                Code::NoExport,
                format!("`{shown}` exports no {}", kind.info().function),
                format!("add `{}`{or_declare}", kind.info().example),
            ),
            (Meaning::Misspelled(right), _) => misspelled(&right),
            (_, Some(NearMiss::Of(right))) => misspelled(right),
            (_, Some(NearMiss::Unsupported(way_out))) => Problem::new(
                Code::UnsupportedFile,
                format!("`{name}` is a file of Next.js that is not supported"),
                format!("remove it{or_declare}; {way_out}"),
            ),
            (Meaning::Ignored, None) => {
                let (handler, at) = handler(&exports, &["page"])?;
                let right = if handler == "page" {
                    "page.rs"
                } else {
                    "route.rs"
                };
                let problem = Problem::new(
                    Code::UnusedHandler,
                    format!(
                        "`{handler}` has no effect: `{name}` is neither a router file nor a module"
                    ),
                    format!(
                        "move it to `{shown_as}/{}`{or_declare}",
                        folder_for(path, right)
                    ),
                );
                let place = Place {
                    file: shown,
                    at: Some(at),
                };
                return Some((false, problem.at([place])));
            }
        };
        let own = name
            .trim_end_matches(".rs")
            .to_lowercase()
            .replace('-', "_");
        let names = ["page", "not_found", "middleware", "layout", &own];
        let is_error = handler(&exports, &names).is_some();
        Some((is_error, problem.at([Place::whole(shown)])))
    }

    /// `route.ts` or `apple_icon.png`, unless the folder has such a file of the router.
    fn in_another_language(&self, path: &str, name: &str) -> Option<Problem> {
        let (message, right, is_translated) = match (meaning(name), translated(name)) {
            (Meaning::Misspelled(right), _) => ("is not a router file", right, false),
            (_, Some(right)) => ("is not a Rust file", right, true),
            _ => return None,
        };
        let right_path = sibling(path, &right);
        if stem(&right_path).is_some_and(|it| self.stems.contains(it)) {
            return None;
        }
        let renamed = format!("{}/{right_path}", self.shown_as);
        let help = if is_translated {
            format!("write `{renamed}` in Rust, and remove `{name}`")
        } else {
            format!("rename it to `{renamed}`")
        };
        let problem = Problem::new(
            Code::FileName,
            format!("`{name}` {message}; did you mean `{right}`?"),
            help,
        );
        Some(problem.at([Place::whole(format!("{}/{path}", self.shown_as))]))
    }
}

/// The first function of a file that is meant for the router: an exported method, or one of these names.
fn handler<'e>(exports: &'e Exports, names: &[&str]) -> Option<(&'e str, Position)> {
    let methods = exports.handlers.iter().map(|it| (&it.name, it.at));
    let others = exports.others.iter();
    let functions = others.filter(|it| it.is_public && it.kind == OtherKind::Fn);
    let others = functions.filter(|it| names.contains(&it.name.as_str()));
    let mut found = methods.chain(others.map(|it| (&it.name, it.at)));
    found.next().map(|(name, at)| (name.as_str(), at))
}

/// The module's name in a declaration of this file, if `mod` can declare it.
fn declaration(path: &str) -> Option<&str> {
    let stem = path.strip_suffix(".rs")?;
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    let name = stem.rsplit('/').next()?;
    let is_name = name.chars().all(|it| it.is_alphanumeric() || it == '_');
    (is_name && name != "mod").then_some(name)
}

/// The path at which a handler in `users.rs`, `users/index.rs` or `users/mod.rs` handles `/users`.
fn folder_for(path: &str, right: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    // `users.get.rs`, but `[...slug].rs`
    let stem = name.strip_suffix(".rs").unwrap_or(name);
    let word = if stem.starts_with('[') {
        stem
    } else {
        stem.split('.').next().unwrap_or(stem)
    };
    if matches!(word, "index" | "mod" | "") {
        return sibling(path, right);
    }
    sibling(path, &format!("{word}/{right}"))
}

/// Every `middleware.rs` and `proxy.rs` outside of the app folder, in `src` and in the crate's folder.
fn outside<'a>(
    app: &'a Path,
    krate: &'a Path,
    shown_as: &'a str,
) -> impl Iterator<Item = Suspect> + 'a {
    let folders = app.parent().map(Path::to_owned).into_iter();
    let folders: BTreeSet<PathBuf> = folders
        .chain([krate.to_owned(), krate.join("src")])
        .collect();
    let files = folders
        .into_iter()
        .flat_map(|folder| ["middleware.rs", "proxy.rs"].map(|name| (folder.join(name), name)));
    files.filter_map(move |(path, name)| {
        let text = scan::text(&path)?;
        let exports = route_file::read(&text, FileKind::Middleware, &Runtime::default());
        let handler = exports.handlers.first().map(|handler| handler.at);
        let mut others = exports.others.iter();
        let at = handler.or_else(|| {
            let proxy = others.find(|other| {
                other.is_public && other.kind == OtherKind::Fn && other.name == "proxy"
            })?;
            Some(proxy.at)
        })?;
        let file = path.strip_prefix(krate).unwrap_or(&path);
        let problem = Problem::new(
            Code::FileName,
            format!("`{name}` has no effect outside of the app folder"),
            format!(
                "move it to `{shown_as}/middleware.rs`, or declare it with `mod {};` if it is a helper",
                name.trim_end_matches(".rs")
            ),
        );
        let place = Place {
            file: file.to_string_lossy().replace('\\', "/"),
            at: Some(at),
        };
        Some(Suspect {
            path,
            is_error: true,
            problem: problem.at([place]),
        })
    })
}

#[cfg(test)]
mod tests;
