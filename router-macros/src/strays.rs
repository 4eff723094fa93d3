//! Rust files that look like files of the router, but are neither files of the router nor modules of the program.

use crate::{
    app_file::FileKind,
    caller,
    diagnostics::{Code, Place, Problem},
    near_miss::{NearMiss, near_miss},
    route_file::{
        self, OtherKind,
        lexer::{Token, TokenKind, tokens},
    },
    runtime::Runtime,
    scan::{self, sibling},
};
use std::{
    collections::BTreeSet,
    env, iter,
    path::{Path, PathBuf},
};

/// The mistakes in such files.
#[derive(Default)]
pub(crate) struct Strays {
    pub(crate) errors: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
}

/// Judges the Rust files of the app folder that the router does not use, and the middleware next to the app folder.
pub(crate) fn check(app: &Path, shown_as: &str, others: &[String]) -> Strays {
    let mut strays = Strays::default();
    let krate = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let inside = others.iter().filter_map(|path| {
        let (is_error, problem) = suspect(app, shown_as, path)?;
        Some((app.join(path), is_error, problem))
    });
    let outside = outside(app, &krate, shown_as);
    let outside = outside.map(|(path, problem)| (path, true, problem));
    let suspects: Vec<_> = inside.chain(outside).collect();
    if suspects.is_empty() {
        return strays;
    }
    let modules = Modules::of(app, &krate);
    for (path, is_error, problem) in suspects {
        if modules.contain(&path) {
            continue;
        }
        if is_error {
            strays.errors.push(problem);
        } else {
            strays.warnings.push(problem);
        }
    }
    strays
}

/// The problem of a file of the app folder unless it is a module, and `true` if that is an error.
fn suspect(app: &Path, shown_as: &str, path: &str) -> Option<(bool, Problem)> {
    let name = path.rsplit('/').next()?;
    let shown = format!("{shown_as}/{path}");
    let declaration = declaration(path);
    let or_declare = declaration.as_ref().map_or_else(String::new, |module| {
        format!(", or declare it with `mod {module};` if it is a helper")
    });
    let problem = match near_miss(name) {
        Some(NearMiss::Of(right)) => Problem::new(
            Code::FileName,
            format!("`{name}` is not a router file; did you mean `{right}`?"),
            format!(
                "rename it to `{shown_as}/{}`{or_declare}",
                sibling(path, right)
            ),
        ),
        Some(NearMiss::Unsupported(way_out)) => Problem::new(
            Code::UnsupportedFile,
            format!("`{name}` is a file of Next.js that is not supported"),
            format!("remove it{or_declare}; {way_out}"),
        ),
        None => {
            let text = scan::text(&app.join(path))?;
            let routes = route_file::read(&text, FileKind::Route, &Runtime::default()).handlers;
            let mut handlers = routes
                .into_iter()
                .chain(route_file::read(&text, FileKind::Page, &Runtime::default()).handlers);
            let handler = handlers.next()?;
            let right = if handler.name == "page" {
                "page.rs"
            } else {
                "route.rs"
            };
            let problem = Problem::new(
                Code::UnusedHandler,
                format!(
                    "`{}` has no effect: `{name}` is neither a router file nor a module",
                    handler.name
                ),
                format!(
                    "move it to `{shown_as}/{}`{or_declare}",
                    folder_for(path, right)
                ),
            );
            let place = Place {
                file: shown,
                at: Some(handler.at),
            };
            return Some((false, problem.at([place])));
        }
    };
    Some((true, problem.at([Place::whole(shown)])))
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
) -> impl Iterator<Item = (PathBuf, Problem)> {
    let folders = app.parent().map(Path::to_owned).into_iter();
    let folders: BTreeSet<PathBuf> = folders
        .chain([krate.to_owned(), krate.join("src")])
        .collect();
    let files = folders
        .into_iter()
        .flat_map(|folder| ["middleware.rs", "proxy.rs"].map(|name| (folder.join(name), name)));
    files.filter_map(move |(path, name)| {
        let exports = route_file::read(&scan::text(&path)?, FileKind::Middleware, &Runtime::default());
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
        Some((path, problem.at([place])))
    })
}

/// The files that the program may use as modules.
#[derive(Default)]
struct Modules {
    declared: BTreeSet<PathBuf>,
    /// Every string literal that names a Rust file, as in `#[path = "…"]` and `include!("…")`.
    named: Vec<String>,
}

impl Modules {
    fn of(app: &Path, krate: &Path) -> Self {
        let mut modules = Self::default();
        let caller = caller::calling_file().and_then(|file| {
            let text = scan::text(&file)?;
            Some((file, text))
        });
        for (path, text) in scan::sources(app)
            .into_iter()
            .chain(scan::sources(&krate.join("src")))
            .chain(caller)
        {
            modules.read(&path, &text);
        }
        // A target may begin with the file.
        modules.named.extend(scan::text(&krate.join("Cargo.toml")));
        modules
    }

    fn read(&mut self, path: &Path, text: &str) {
        let Some(folder) = path.parent() else {
            return;
        };
        // Modules of `main.rs`, of `mod.rs` and of route files are in the same folder, those of other files in one of their own.
        let folders = [folder.to_owned(), path.with_extension("")];
        if let Some(all) = tokens(text, 0..text.len()) {
            self.items(text, &all, &folders);
        }
    }

    fn items(&mut self, text: &str, all: &[Token], folders: &[PathBuf]) {
        for (index, token) in all.iter().enumerate() {
            match token.kind {
                TokenKind::Literal => {
                    let literal = token.text(text);
                    if literal.contains(".rs") {
                        self.named.push(literal.to_owned());
                    }
                }
                TokenKind::Ident if token.is_ident(text, "mod") => {
                    let Some([name, end]) = all.get(index + 1..index + 3) else {
                        continue;
                    };
                    if !end.is_punct(b';') {
                        continue;
                    }
                    let name = name.text(text).trim_start_matches("r#");
                    for folder in folders {
                        let file = folder.join(name);
                        self.declared.insert(file.with_extension("rs"));
                        self.declared.insert(file.join("mod.rs"));
                    }
                }
                TokenKind::Group(_) => {
                    let inside = tokens(text, token.inner()).unwrap_or_default();
                    let before = index.checked_sub(2).and_then(|at| all.get(at..index));
                    match before {
                        Some([word, name]) if word.is_ident(text, "mod") => {
                            let name = name.text(text).trim_start_matches("r#");
                            let folders: Vec<_> = folders.iter().map(|it| it.join(name)).collect();
                            self.items(text, &inside, &folders);
                        }
                        _ => self.items(text, &inside, folders),
                    }
                }
                _ => {}
            }
        }
    }

    fn contain(&self, path: &Path) -> bool {
        let real = scan::real(path);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut paths = iter::once(path).chain(real.as_deref());
        paths.any(|path| self.declared.contains(path))
            || self.named.iter().any(|literal| literal.contains(&*name))
    }
}
