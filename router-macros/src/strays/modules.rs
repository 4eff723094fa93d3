//! The files that the program may use as modules, or include.

use crate::{
    caller,
    route_file::lexer::{MAX_NESTED, Token, TokenKind, tokens},
    scan,
};
use std::{
    collections::BTreeSet,
    iter,
    ops::Range,
    path::{Path, PathBuf},
};

/// The files that the program names, as far as its text shows.
#[derive(Default)]
pub(super) struct Modules {
    krate: PathBuf,
    /// The names of the files to find.
    wanted: BTreeSet<String>,
    /// The files of `mod name;`.
    declared: BTreeSet<PathBuf>,
    /// Every string literal that contains the name of such a file, with the folders that it may be relative to.
    literals: Vec<(Vec<PathBuf>, String)>,
    /// Every word in the input of a macro call that may generate items, with the folder of its file. The call may declare `mod word;`.
    words: BTreeSet<(String, PathBuf)>,
    /// The folders that the input of such a call names. The call may declare all of their files.
    folders: BTreeSet<PathBuf>,
    /// Some of the program cannot be read, so that any file may be a module.
    pub(super) are_open: bool,
}

impl Modules {
    /// Reads the program until it names all of these files.
    pub(super) fn of(app: &Path, krate: &Path, files: &[&Path]) -> Self {
        let names = files.iter().filter_map(|file| file.file_name());
        let mut modules = Self {
            krate: krate.to_owned(),
            wanted: names.map(|it| it.to_string_lossy().into_owned()).collect(),
            ..Self::default()
        };
        let (app, source) = (app.to_owned(), krate.join("src"));
        // A file of another package may be a module there.
        modules.are_open = scan::real(&app)
            .zip(scan::real(krate))
            .is_none_or(|(app, krate)| !app.starts_with(krate));
        let caller = caller::calling_file().and_then(|file| {
            let text = scan::text(&file)?;
            Some((file, text))
        });
        let near = scan::sources(&app).into_iter();
        for (path, text) in near.chain(scan::sources(&source)).chain(caller) {
            modules.read(&path, &text);
        }
        // A target may begin with the file.
        let manifest = scan::text(&krate.join("Cargo.toml")).unwrap_or_default();
        for text in manifest.split(['"', '\'']) {
            modules.literal(text, iter::once(krate));
        }
        if files.iter().all(|file| modules.contain(file)) {
            return modules;
        }
        for (path, text) in scan::package(krate) {
            if !path.starts_with(&app) && !path.starts_with(&source) {
                modules.read(&path, &text);
            }
        }
        modules
    }

    fn read(&mut self, path: &Path, text: &str) {
        let Some(folder) = path.parent() else {
            return;
        };
        // Modules of `main.rs`, of `mod.rs` and of route files are in the same folder, those of other files in one of their own.
        let folders = [folder.to_owned(), path.with_extension("")];
        let file = Source { text, folder };
        self.items(&file, 0..text.len(), &folders, true, MAX_NESTED);
    }

    /// Reads a run of tokens. `has_items` if they are items, or the input of a macro that may generate items.
    fn items(
        &mut self,
        file: &Source<'_>,
        range: Range<usize>,
        folders: &[PathBuf],
        has_items: bool,
        depth: usize,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            let text = file.text.get(range).unwrap_or_default();
            let names = self.wanted.iter().map(String::as_str);
            let mut words = names.chain(["mod ", "include"]);
            self.are_open |= words.any(|word| text.contains(word));
            return;
        };
        let Some(all) = tokens(file.text, range) else {
            return;
        };
        for (index, token) in all.iter().enumerate() {
            match token.kind {
                TokenKind::Literal => {
                    let bases = folders.iter().map(PathBuf::as_path).chain([file.folder]);
                    self.literal(content(token.text(file.text)), bases);
                }
                TokenKind::Ident if token.is_ident(file.text, "mod") => {
                    let Some([name, end]) = all.get(index + 1..index + 3) else {
                        continue;
                    };
                    if end.is_punct(b';') {
                        self.declare(plain(name, file.text), folders);
                    }
                }
                TokenKind::Group(_) => {
                    let before = &all[..index];
                    match before {
                        [.., word, name] if word.is_ident(file.text, "mod") => {
                            let inside =
                                inner_folders(file, before, plain(name, file.text), folders);
                            self.items(file, token.inner(), &inside, has_items, depth);
                        }
                        [.., name, mark] if mark.is_punct(b'!') => {
                            self.call(file, name, token, has_items);
                            self.items(file, token.inner(), folders, has_items, depth);
                        }
                        // `macro_rules! name { … }`
                        [.., mark, _] if mark.is_punct(b'!') => {
                            self.items(file, token.inner(), folders, has_items, depth);
                        }
                        _ => self.items(file, token.inner(), folders, false, depth),
                    }
                }
                _ => {}
            }
        }
    }

    fn declare(&mut self, name: &str, folders: &[PathBuf]) {
        for folder in folders {
            let file = folder.join(name);
            for file in [file.with_extension("rs"), file.join("mod.rs")] {
                // `#[path]` may lead upwards.
                self.declared.extend(scan::real(&file));
                self.declared.insert(file);
            }
        }
    }

    fn literal<'p>(&mut self, text: &str, folders: impl Iterator<Item = &'p Path>) {
        if self.wanted.iter().any(|name| text.contains(name)) {
            let folders = folders.map(Path::to_owned).collect();
            self.literals.push((folders, text.replace("\\\\", "/")));
        }
    }

    /// Reads the call of a macro.
    fn call(&mut self, file: &Source<'_>, name: &Token, input: &Token, has_items: bool) {
        let inside = tokens(file.text, input.inner()).unwrap_or_default();
        if name.is_ident(file.text, "include") {
            // Any other path may lead to generated code.
            let is_known = matches!(inside.as_slice(), [path, ..] if scan::is_rust(content(path.text(file.text))));
            self.are_open |= !is_known;
        }
        if has_items && !name.is_ident(file.text, "routes") {
            self.input(file, &inside, MAX_NESTED);
        }
    }

    /// Reads the input of a macro call that may generate items.
    fn input(&mut self, file: &Source<'_>, inside: &[Token], depth: usize) {
        for token in inside {
            match token.kind {
                TokenKind::Ident => {
                    let word = plain(token, file.text).to_owned();
                    self.words.insert((word, file.folder.to_owned()));
                }
                TokenKind::Literal => {
                    let path = content(token.text(file.text));
                    if path.is_empty() {
                        continue;
                    }
                    let folders = [file.folder, &self.krate].map(|it| scan::real(&it.join(path)));
                    let folders = folders.into_iter().flatten();
                    self.folders.extend(folders.filter(|it| it.is_dir()));
                }
                TokenKind::Group(_) if depth > 0 => {
                    let inside = tokens(file.text, token.inner()).unwrap_or_default();
                    self.input(file, &inside, depth - 1);
                }
                _ => {}
            }
        }
    }

    /// Returns `true` if the program may use a file as a module, or include it.
    pub(super) fn contain(&self, path: &Path) -> bool {
        let real = scan::real(path);
        let mut paths = iter::once(path).chain(real.as_deref());
        paths.any(|path| self.declared.contains(path) || self.is_declared_by_a_macro(path))
            || self.is_named(path, real.as_deref())
    }

    fn is_declared_by_a_macro(&self, path: &Path) -> bool {
        let stem = path.file_stem().filter(|stem| *stem != "mod");
        let folder = path.parent().unwrap_or(path);
        let word = stem
            .or(folder.file_name())
            .unwrap_or_default()
            .to_string_lossy();
        let words = self.words.iter().filter(|(it, _)| *it == word);
        let mut folders = words.map(|(_, folder)| folder).chain(&self.folders);
        folders.any(|it| path.starts_with(it))
    }

    fn is_named(&self, path: &Path, real: Option<&Path>) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut literals = self.literals.iter().filter(|(_, it)| it.contains(&*name));
        literals.any(|(folders, literal)| {
            let found = folders
                .iter()
                .filter_map(|it| scan::real(&it.join(literal)));
            let found: Vec<PathBuf> = found.collect();
            // The parts of a path may be apart, as in `concat!`.
            found.is_empty() || found.iter().any(|it| Some(it.as_path()) == real)
        })
    }
}

/// One source file.
struct Source<'t> {
    text: &'t str,
    folder: &'t Path,
}

/// The folders of the modules in `mod name { … }`: `#[path = "…"]` replaces the name.
fn inner_folders(
    file: &Source<'_>,
    before: &[Token],
    name: &str,
    folders: &[PathBuf],
) -> Vec<PathBuf> {
    let mut names = vec![name.to_owned()];
    let head = before[..before.len() - 2].iter().rev();
    let attributes = head.take_while(|it| {
        it.is_ident(file.text, "pub")
            || it.is_punct(b'#')
            || matches!(it.kind, TokenKind::Group(b'(' | b'['))
    });
    for attribute in attributes.filter(|it| it.is_group(b'[')) {
        let text = attribute.text(file.text);
        let (_, path) = text.split_once("path").unwrap_or_default();
        names.extend(path.split('"').nth(1).map(str::to_owned));
    }
    let joined = names
        .iter()
        .flat_map(|name| folders.iter().map(move |it| it.join(name)));
    joined.collect()
}

/// An identifier without `r#`.
fn plain<'t>(name: &Token, text: &'t str) -> &'t str {
    name.text(text).trim_start_matches("r#")
}

/// The content of a string literal.
fn content(literal: &str) -> &str {
    let mut parts = literal.splitn(2, '"');
    let content = parts.nth(1).unwrap_or_default();
    content.rsplit_once('"').map_or("", |(content, _)| content)
}
