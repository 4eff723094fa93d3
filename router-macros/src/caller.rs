//! The file that calls `routes!`, and the path from it to the app folder.

use crate::scan;
use proc_macro2::Span;
use std::{
    env,
    path::{Component, Path, PathBuf},
};

/// The app folder of one `routes!`.
pub(crate) struct Folder {
    /// Its absolute path.
    pub(crate) path: PathBuf,
    /// Its path for `#[path]` in the calling file.
    pub(crate) from_caller: String,
}

impl Folder {
    /// Finds a folder relative to the crate; `caller` is the file that includes the modules.
    pub(crate) fn find(folder: &str, caller: Option<PathBuf>) -> Self {
        let path = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join(folder);
        let path = path.components().collect::<PathBuf>();
        // Behind a link, `..` leads elsewhere.
        let parent = path.parent().and_then(scan::real);
        let real = parent.zip(path.file_name()).map(|(it, name)| it.join(name));
        let from_caller = caller
            .and_then(|file| relative(&scan::real(file.parent()?)?, &real?))
            // rust-analyzer does not provide the file; an absolute path works there.
            .unwrap_or_else(|| slashes(&path));
        Self { path, from_caller }
    }
}

/// The file that calls `routes!`; `None` under rust-analyzer.
pub(crate) fn calling_file() -> Option<PathBuf> {
    file_of(Span::call_site())
}

/// The absolute path of the file that contains a span.
pub(crate) fn file_of(span: Span) -> Option<PathBuf> {
    let file = span.local_file()?;
    Some(if file.is_absolute() {
        file
    } else {
        env::current_dir().ok()?.join(file)
    })
}

/// The folder of the package, relative to the directory in which cargo calls rustc: that of the workspace.
pub(crate) fn package_folder() -> String {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let folder = package
        .zip(env::current_dir().ok())
        .and_then(|(package, workspace)| Some(slashes(package.strip_prefix(workspace).ok()?)));
    folder.unwrap_or_default()
}

/// A relative path, which keeps the builder's home out of panic messages.
fn relative(from: &Path, to: &Path) -> Option<String> {
    let from: Vec<Component<'_>> = from.components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let shared = from
        .iter()
        .zip(&to)
        .take_while(|(left, right)| left == right)
        .count();
    if shared == 0 {
        return None;
    }
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to[shared..].iter().copied()).collect();
    Some(slashes(&path))
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_reached_from_the_calling_file() {
        for (from, to, expected) in [
            ("/home/me/shop/src", "/home/me/shop/app", Some("../app")),
            (
                "/home/me/shop/src/bin",
                "/home/me/shop/src/pages",
                Some("../pages"),
            ),
            ("/home/me/shop", "/home/me/shop/app", Some("app")),
            ("/home/me/shop", "relative", None),
        ] {
            assert_eq!(
                relative(Path::new(from), Path::new(to)).as_deref(),
                expected
            );
        }
    }
}
