//! Files of `public/`, sent as they are.

use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderValue, Response, StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE, IF_RANGE, RANGE, VARY},
    },
};
use std::{
    collections::HashMap,
    env, fmt,
    path::{Path, PathBuf},
};
use tower::ServiceExt;
use tower_http::services::ServeDir;
use walkdir::{DirEntry, WalkDir};

/// The environment variable that names the folder.
const VARIABLE: &str = "PUBLIC_DIR";

/// The files of one folder, as they were at start: nothing else in it, beside it or above it can be asked for.
#[derive(Debug)]
pub(crate) struct Public {
    /// By decoded path, as `/a b.txt`: the escaped one.
    files: HashMap<String, Uri>,
    serve: ServeDir,
}

/// The folder is not where it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    named: Option<PathBuf>,
    compiled: Option<PathBuf>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.named, &self.compiled) {
            (Some(named), None) => write!(
                f,
                "{VARIABLE} names `{}`, which is no folder: name the folder of the files that are sent as they are",
                named.display()
            ),
            (Some(named), Some(compiled)) => write!(
                f,
                "{VARIABLE} names `{}`, which is no folder; when the program was built, `{}` was there: copy that one, \
                 or name where it is now",
                named.display(),
                compiled.display()
            ),
            (None, compiled) => write!(
                f,
                "`{}` was there when the program was built, and is no folder now; {VARIABLE} is not set: copy the folder \
                 and name it, as {VARIABLE}=/srv/public",
                compiled.as_deref().unwrap_or(Path::new("public")).display()
            ),
        }
    }
}

impl Public {
    /// The files of the folder that the environment names, else of that which was there when the program was built.
    pub(crate) fn find(compiled: Option<PathBuf>) -> Result<Option<Self>, Missing> {
        let named = env::var_os(VARIABLE).filter(|name| !name.is_empty());
        Self::of(named.map(PathBuf::from), compiled)
    }

    fn of(named: Option<PathBuf>, compiled: Option<PathBuf>) -> Result<Option<Self>, Missing> {
        let Some(folder) = named.as_ref().or(compiled.as_ref()) else {
            return Ok(None);
        };
        let Ok(root) = folder.canonicalize() else {
            return Err(Missing { named, compiled });
        };
        if !root.is_dir() {
            return Err(Missing { named, compiled });
        }
        Ok(Some(Self::list(&root)))
    }

    fn list(root: &Path) -> Self {
        let entries = WalkDir::new(root)
            .min_depth(1)
            .follow_links(true)
            .into_iter()
            .filter_entry(is_served);
        let mut files = HashMap::new();
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    if let Some((path, uri)) = path_of(root, &entry) {
                        files.insert(path, uri);
                    }
                }
                Ok(_) => {}
                Err(error) => tracing::warn!("a file of `public` is not sent: {error}"),
            }
        }
        let serve = ServeDir::new(root)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip()
            .precompressed_zstd();
        Self { files, serve }
    }

    /// The paths of all files, escaped.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(Uri::path)
    }

    /// The escaped path of the file that has this path, whatever of it is escaped.
    pub(crate) fn file(&self, path: &str) -> Option<&Uri> {
        let path = path.strip_suffix('/').unwrap_or(path);
        match self.files.get(path) {
            Some(uri) => Some(uri),
            None if path.contains('%') => {
                let decoded = percent_encoding::percent_decode_str(path)
                    .decode_utf8()
                    .ok()?;
                self.files.get(&*decoded)
            }
            None => None,
        }
    }

    /// Sends a file to a GET or HEAD.
    pub(crate) async fn send(serve: ServeDir, uri: Uri, mut request: Request) -> Response<Body> {
        *request.uri_mut() = uri;
        // What sends the files does not read `If-Range`, and a part of another version would be joined to what the client has: without
        // the range it gets the whole (RFC 9110, section 13.1.5).
        // Nor does it send several parts at once; whoever asks for those may be given the whole as well.
        let mut ranges = request.headers().get_all(RANGE).iter();
        if request.headers().contains_key(IF_RANGE)
            || ranges.any(|range| range.as_bytes().contains(&b','))
        {
            request.headers_mut().remove(RANGE);
        }
        let answer = serve.oneshot(request).await;
        let mut response = answer.unwrap_or_else(|never| match never {}).map(Body::new);
        let may_be_kept = matches!(
            response.status(),
            StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED
        );
        if may_be_kept {
            let headers = response.headers_mut();
            let as_next = HeaderValue::from_static("public, max-age=0");
            headers.entry(CACHE_CONTROL).or_insert(as_next);
            let by_encoding = HeaderValue::from_static("Accept-Encoding");
            headers.entry(VARY).or_insert(by_encoding);
            if let Some(with_charset) = headers.get(CONTENT_TYPE).and_then(text_in_utf8) {
                headers.insert(CONTENT_TYPE, with_charset);
            }
        }
        response
    }

    /// What sends the files.
    pub(crate) fn service(&self) -> ServeDir {
        self.serve.clone()
    }
}

/// The type of a text that does not say its encoding.
fn text_in_utf8(content_type: &HeaderValue) -> Option<HeaderValue> {
    let text = content_type.to_str().ok()?;
    let is_silent = text.starts_with("text/") && !text.contains("charset");
    is_silent
        .then(|| HeaderValue::try_from(format!("{text}; charset=utf-8")).ok())
        .flatten()
}

/// Files and folders that begin with a dot are not for everyone, but what a site says of itself (RFC 8615) is.
fn is_served(entry: &DirEntry) -> bool {
    let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    !is_hidden || (entry.depth() == 1 && entry.file_name() == ".well-known")
}

/// The path of a file, decoded and escaped; `None` where a link leads out of the folder.
fn path_of(root: &Path, entry: &DirEntry) -> Option<(String, Uri)> {
    let shown = entry.path().display();
    let real = entry.path().canonicalize().ok()?;
    if !real.starts_with(root) {
        tracing::warn!("`{shown}` is not sent: the link leads out of the folder");
        return None;
    }
    let below = entry.path().strip_prefix(root).ok()?;
    let pieces: Option<Vec<&str>> = below.iter().map(|piece| piece.to_str()).collect();
    let Some(pieces) = pieces else {
        tracing::warn!("`{shown}` is not sent: its name is not UTF-8");
        return None;
    };
    let mut href = crate::Href::new();
    for piece in &pieces {
        href = href.one(piece);
    }
    let uri = Uri::try_from(href.finish()).ok()?;
    Some((format!("/{}", pieces.join("/")), uri))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn hidden_files_and_links_that_lead_out_are_left_out() {
        let root = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "x").unwrap();
        for file in [
            "a b.txt",
            "img/é.png",
            ".env",
            ".git/config",
            ".well-known/security.txt",
            "img/.well-known/x",
        ] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink(outside.path(), root.path().join("out")).unwrap();
            symlink(outside.path().join("secret"), root.path().join("s")).unwrap();
            symlink(root.path().join("a b.txt"), root.path().join("alias")).unwrap();
            symlink(root.path(), root.path().join("img/loop")).unwrap();
        }
        let public = Public::of(None, Some(root.path().to_owned()))
            .unwrap()
            .unwrap();
        let mut paths: Vec<&str> = public.paths().collect();
        paths.sort_unstable();
        let mut expected = vec!["/.well-known/security.txt", "/a%20b.txt", "/img/%C3%A9.png"];
        if cfg!(unix) {
            expected.insert(2, "/alias");
        }
        assert_eq!(paths, expected);
        for (path, found) in [
            ("/a%20b.txt", true),
            ("/a b.txt", true),
            ("/img/%c3%a9.png", true),
            ("/img/%C3%A9.png/", true),
            ("/.env", false),
            ("/img/../a b.txt", false),
            ("/img%2fé.png", true),
            ("/%ff", false),
            ("/", false),
            ("", false),
        ] {
            assert_eq!(public.file(path).is_some(), found, "{path}");
        }
    }

    #[test]
    fn a_folder_that_is_gone_is_told_with_both_paths() {
        let path = |path: &str| Some(PathBuf::from(path));
        for (named, compiled, parts) in [
            (
                path("/nowhere/a"),
                path("/nowhere/b"),
                &["PUBLIC_DIR", "/nowhere/a", "/nowhere/b"][..],
            ),
            (path("/nowhere/a"), None, &["PUBLIC_DIR", "/nowhere/a"]),
            (
                None,
                path("/nowhere/b"),
                &["PUBLIC_DIR is not set", "/nowhere/b"],
            ),
        ] {
            let missing = Public::of(named, compiled).unwrap_err().to_string();
            for part in parts {
                assert!(missing.contains(part), "{missing}");
            }
        }
        assert!(Public::of(None, None).unwrap().is_none());
    }
}
