//! The files of the example's app folder.

#![expect(clippy::disallowed_methods, reason = "they are read here as documents")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file and the comment that opens it.
#[derive(Debug)]
pub(crate) struct RouteFile {
    /// Relative to the app folder.
    pub(crate) path: PathBuf,
    pub(crate) introduction: String,
}

/// The app folder of the example.
fn app() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../example-app/app")
}

/// Every Rust file with a URL, sorted.
pub(crate) fn all() -> Vec<RouteFile> {
    let app = app();
    let mut files = Vec::new();
    let mut folders = vec![app.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            files.push(RouteFile {
                introduction: introduction(&text),
                path: path.strip_prefix(&app).unwrap().to_owned(),
            });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn introduction(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    lines.fold(String::new(), |text, line| {
        text + line.strip_prefix(' ').unwrap_or(line) + "\n"
    })
}
