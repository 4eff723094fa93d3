//! The files of a crate, from the disk or from a test.

use std::{fs, path::Path};

/// A source file: its path below the root of the crate, with `/`, and its text.
pub(crate) type File = (String, String);

/// Every file below a folder with this extension, sorted by path, except those that cargo generates.
pub(crate) fn read(root: &Path, extension: &str) -> Vec<File> {
    let mut files = Vec::new();
    collect(root, "", extension, &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, prefix: &str, extension: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            if path.join("CACHEDIR.TAG").exists() {
                continue;
            }
            collect(&path, &format!("{name}/"), extension, files);
        } else if path.extension().is_some_and(|it| it == extension) {
            let text = fs::read(&path).unwrap();
            files.push((name, String::from_utf8_lossy(&text).into_owned()));
        }
    }
}

/// The path of the module that a file holds.
pub(crate) fn module_path(file: &str) -> Vec<String> {
    let path = file.strip_suffix(".rs").unwrap_or(file);
    let mut path: Vec<String> = path.split('/').map(str::to_owned).collect();
    let is_root = path.len() == 1 && matches!(path[0].as_str(), "lib" | "main");
    if is_root || path.last().is_some_and(|name| name == "mod") {
        path.pop();
    }
    path
}
