//! Compressed forms of public files, which a build step makes.

use super::{
    encoding::ending,
    file::{FormOnDisk, PublicFile},
    folder::PublicFolder,
    loaded::{open_form, read_body},
};
use crate::cache::{Coding, Effort, MIN_BYTES, encode, is_suitable};
use axum::{body::Bytes, http::StatusCode};
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::Arc,
};
use tokio::task::spawn_blocking;

impl PublicFolder {
    /// Writes the compressed forms of the files of text next to them, and returns their number. Forms of a text that is too short are
    /// removed, and those that would not be smaller.
    ///
    /// # Errors
    ///
    /// Returns the first error, in the order of the paths, that a file cannot be read or changes meanwhile, or that a form cannot be
    /// written.
    pub(crate) async fn write_forms(&self) -> io::Result<usize> {
        // A file with decomposed letters in its name is in the list twice.
        let files: BTreeMap<_, _> = self.files().map(|file| (file.uri.path(), file)).collect();
        let mut written = 0;
        for file in files.into_values() {
            if !self.is_form(file) {
                written += write_forms_of(file).await?;
            }
        }
        Ok(written)
    }

    /// Returns `true` for a form of another file.
    fn is_form(&self, file: &PublicFile) -> bool {
        Coding::ALL.into_iter().any(|coding| {
            let path = file.uri.path().strip_suffix(ending(Some(coding)));
            path.is_some_and(|path| self.file(path).is_some())
        })
    }
}

async fn write_forms_of(file: &Arc<PublicFile>) -> io::Result<usize> {
    let changed = || {
        at(
            &file.path(None),
            &io::Error::other("cannot be read, or changes"),
        )
    };
    let looked = {
        let file = Arc::clone(file);
        spawn_blocking(move || file.look_at(None)).await?
    };
    let on_disk = looked.ok_or_else(changed)?;
    let (headers, body) = open_form(file, &on_disk).await.ok_or_else(changed)?;
    if !is_suitable(StatusCode::OK, &headers) {
        return Ok(0);
    }
    let body = read_body(body, &on_disk).await.ok_or_else(changed)?;
    let file = Arc::clone(file);
    spawn_blocking(move || {
        let mut written = 0;
        for coding in Coding::ALL {
            written += usize::from(write_form(&file, &on_disk, coding, &body)?);
        }
        Ok(written)
    })
    .await?
}

/// Writes one form, and returns `true`; or removes the old one, if the file is short or the new one would not be smaller.
fn write_form(
    file: &PublicFile,
    on_disk: &FormOnDisk,
    coding: Coding,
    body: &Bytes,
) -> io::Result<bool> {
    let path = file.path(Some(coding));
    let write = || {
        let form = match body.len() {
            length if length < usize::from(MIN_BYTES) => None,
            length => Some(encode(coding, body, Effort::Build)?).filter(|it| it.len() < length),
        };
        if file.look_at(None).as_ref() != Some(on_disk) {
            return Err(io::Error::other("the file changed while it was compressed"));
        }
        match &form {
            Some(form) => replace(&path, form, &file.path(None))?,
            None => remove(&path)?,
        }
        Ok(form.is_some())
    };
    write().map_err(|error| at(&path, &error))
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Writes a file completely, or not at all. Its permissions are those of `model`.
fn replace(path: &Path, bytes: &[u8], model: &Path) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A name that begins with a dot is not public.
    let new = path.with_file_name(format!(".{name}.new"));
    let write = || {
        // A file that an interrupted build left is removed, not overwritten: it may be a link.
        remove(&new)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(&new)?;
        file.write_all(bytes)?;
        file.set_permissions(model.metadata()?.permissions())?;
        fs::rename(&new, path)
    };
    let replaced = write();
    if replaced.is_err() {
        // The first error is the one to report.
        let _ = remove(&new);
    }
    replaced
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    let text = format!("compressing public files: `{}`: {error}", path.display());
    io::Error::new(error.kind(), text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use walkdir::WalkDir;

    #[tokio::test]
    async fn files_of_text_get_forms() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        let text = "The quick brown fox jumps over the lazy dog.\n".repeat(100);
        fs::create_dir(path("sub")).unwrap();
        for (name, content) in [
            ("sub/a b.js", text.as_bytes()),
            ("short.css", b"a {}"),
            ("short.css.br", b"an old form"),
            ("image.png", text.as_bytes()),
            ("old.txt", text.as_bytes()),
            ("old.txt.br", b"an old form"),
            ("archive.gz", text.as_bytes()),
        ] {
            fs::write(path(name), content).unwrap();
        }
        let root = root.path().canonicalize().unwrap();
        let written = PublicFolder::list(&root).write_forms().await.unwrap();
        assert_eq!(written, 6);
        for name in ["sub/a b.js", "old.txt"] {
            for ending in [".br", ".zst", ".gz"] {
                let form = fs::read(path(&format!("{name}{ending}"))).unwrap();
                assert!(form.len() < text.len() / 10, "{name}{ending}");
                assert_ne!(form, b"an old form");
            }
        }
        let entries = WalkDir::new(&root).min_depth(1).max_depth(1);
        let entries = entries.sort_by_file_name().into_iter();
        let names: Vec<_> = entries
            .map(|it| it.unwrap().file_name().to_owned())
            .collect();
        let expected = [
            "archive.gz",
            "image.png",
            "old.txt",
            "old.txt.br",
            "old.txt.gz",
            "old.txt.zst",
            "short.css",
            "sub",
        ];
        assert_eq!(names, expected);
        // A second time, forms have no forms.
        let written = PublicFolder::list(&root).write_forms().await.unwrap();
        assert_eq!(written, 6);
    }

    #[tokio::test]
    async fn a_form_that_is_not_smaller_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let mut state = 1_u64;
        let random: String = (0..2000)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                char::from(u8::try_from(33 + (state >> 33) % 94).unwrap())
            })
            .collect();
        // Its compressed forms are smaller by a fifth at most; a second compression is not.
        let twice = encode(Coding::Brotli, random.as_bytes(), Effort::Build).unwrap();
        fs::write(root.join("random.txt"), &twice).unwrap();
        fs::write(root.join("random.txt.br"), "an old form").unwrap();
        let written = PublicFolder::list(&root).write_forms().await.unwrap();
        assert_eq!(written, 0);
        assert!(!root.join("random.txt.br").exists());
    }

    #[tokio::test]
    #[cfg(unix)]
    async fn an_error_has_the_path() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        fs::write(root.join("a.txt"), "a".repeat(2000)).unwrap();
        fs::create_dir(root.join("a.txt.br")).unwrap();
        let error = PublicFolder::list(&root).write_forms().await.unwrap_err();
        let path = root.join("a.txt.br");
        let expected = format!("compressing public files: `{}`: ", path.display());
        assert!(error.to_string().starts_with(&expected), "{error}");
        // The text and the folder.
        assert_eq!(root.read_dir().unwrap().count(), 2);
    }

    #[tokio::test]
    #[cfg(unix)]
    async fn a_form_has_the_permissions_of_its_file_and_replaces_links() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let path = |name: &str| root.join(name);
        fs::write(path("a.txt"), "a".repeat(2000)).unwrap();
        fs::set_permissions(path("a.txt"), fs::Permissions::from_mode(0o640)).unwrap();
        fs::write(path("other.png"), "other").unwrap();
        symlink(path("other.png"), path(".a.txt.gz.new")).unwrap();
        symlink(path("other.png"), path("a.txt.br")).unwrap();
        assert_eq!(PublicFolder::list(&root).write_forms().await.unwrap(), 3);
        for name in ["a.txt.br", "a.txt.zst", "a.txt.gz"] {
            let metadata = path(name).symlink_metadata().unwrap();
            assert!(metadata.is_file(), "{name}");
            assert_eq!(metadata.permissions().mode() & 0o777, 0o640, "{name}");
        }
        assert_eq!(fs::read(path("other.png")).unwrap(), b"other");
    }

    #[test]
    fn a_file_that_changes_gets_no_form() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        fs::write(root.join("a.txt"), "a".repeat(2000)).unwrap();
        let folder = PublicFolder::list(&root);
        let file = folder.file("/a.txt").unwrap();
        let on_disk = file.look_at(None).unwrap();
        fs::write(root.join("a.txt"), "b".repeat(2001)).unwrap();
        let old = Bytes::from("a".repeat(2000));
        let error = write_form(file, &on_disk, Coding::Gzip, &old).unwrap_err();
        assert!(error.to_string().contains("changed"), "{error}");
        assert!(!root.join("a.txt.gz").exists());
    }
}
