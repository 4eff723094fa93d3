//! Compressed forms of public files, which a build step makes.

use super::{encoding::ending, file::PublicFile, folder::PublicFolder, serve_dir::serve};
use crate::cache::{Coding, Effort, MIN_BYTES, encode, is_suitable};
use axum::{body::to_bytes, extract::Request};
use std::{fs, io, path::Path, sync::Arc};
use tokio::task::spawn_blocking;

impl PublicFolder {
    /// Writes the compressed forms of the files of text next to them, and returns their number. A form that would not be smaller is removed.
    ///
    /// # Errors
    ///
    /// Returns the first error that a file cannot be read, or a form not be written, with its path.
    pub(crate) async fn write_forms(&self) -> io::Result<usize> {
        let mut written = 0;
        for file in self.files() {
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
    let response = serve(file, None, Request::default()).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await;
    let body = body.map_err(|error| at(&file.path(None), "read", &io::Error::other(error)))?;
    if !parts.status.is_success() {
        let error = io::Error::other(format!("its status is {}", parts.status));
        return Err(at(&file.path(None), "read", &error));
    }
    if body.len() < usize::from(MIN_BYTES) || !is_suitable(parts.status, &parts.headers) {
        return Ok(0);
    }
    let file = Arc::clone(file);
    let write = spawn_blocking(move || {
        let mut written = 0;
        for coding in Coding::ALL {
            written += usize::from(write_form(&file, coding, &body)?);
        }
        Ok(written)
    });
    write.await.map_err(io::Error::other)?
}

/// Writes one form, and returns `true`; or removes an old one if the new one would not be smaller.
fn write_form(file: &PublicFile, coding: Coding, body: &[u8]) -> io::Result<bool> {
    let path = file.path(Some(coding));
    let written = || {
        let form = encode(coding, body, Effort::Build)?;
        if form.len() >= body.len() {
            return match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(false),
            };
        }
        replace(&path, &form)?;
        Ok(true)
    };
    written().map_err(|error| at(&path, "write", &error))
}

/// Writes a file completely, or not at all.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A name that begins with a dot is not public.
    let new = path.with_file_name(format!(".{name}.new"));
    let replaced = fs::write(&new, bytes).and_then(|()| fs::rename(&new, path));
    if replaced.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&new);
    }
    replaced
}

fn at(path: &Path, verb: &str, error: &io::Error) -> io::Error {
    let text = format!("cannot {verb} `{}`: {error}", path.display());
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
        let expected = format!("cannot write `{}`", path.display());
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
}
