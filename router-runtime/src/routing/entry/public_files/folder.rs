//! The folder of public files.

use super::{
    file::PublicFile,
    place::{BuiltWithPublic, CandidateFolder, Surroundings},
};
use crate::href::Href;
use axum::http::Uri;
use std::{
    collections::HashMap,
    env, fmt,
    path::{Path, PathBuf},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization as _;
use walkdir::{DirEntry, WalkDir};

/// The environment variable with the path of the folder.
const VARIABLE: &str = "PUBLIC_DIR";

/// The files of one folder, listed at start-up. No other path can be requested.
#[derive(Debug, Default)]
pub(crate) struct PublicFolder {
    files: Vec<Arc<PublicFile>>,
    /// The number of each file by its decoded path, such as `/a b.txt`.
    numbers: HashMap<String, usize>,
}

/// The error that the folder does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MissingFolder {
    /// From the environment.
    variable: Option<PathBuf>,
    /// From the builder.
    option: Option<PathBuf>,
    /// The package that had the folder at build time.
    package: Option<&'static str>,
    /// The places where it is not.
    places: Vec<PathBuf>,
}

impl fmt::Display for MissingFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.variable, &self.option) {
            (Some(variable), option) => {
                write!(
                    f,
                    "{VARIABLE} is `{}`, which is not a folder: set it to the folder of the public files",
                    variable.display()
                )?;
                match option {
                    Some(option) => write!(
                        f,
                        ", or remove it to use `{}`, which the builder sets",
                        option.display()
                    ),
                    None => Ok(()),
                }
            }
            (None, Some(option)) => write!(
                f,
                "the folder of the public files `{}`, which the builder sets, is not a folder; {VARIABLE} is not set: \
                 copy the folder, or set its path, such as {VARIABLE}=/srv/public",
                option.display()
            ),
            (None, None) => {
                let package = self.package.unwrap_or_default();
                write!(
                    f,
                    "the folder `public` of `{package}` existed at build time and is not found at"
                )?;
                for (index, place) in self.places.iter().enumerate() {
                    let before = if index == 0 { "" } else { "," };
                    write!(f, "{before} `{}`", place.display())?;
                }
                write!(
                    f,
                    "; {VARIABLE} is not set: copy the folder next to the program, or set its path, such as \
                     {VARIABLE}=/srv/public"
                )
            }
        }
    }
}

impl PublicFolder {
    /// Lists the files of the folder in the environment, else of that of the builder, else of the folder at build time.
    pub(crate) fn find(
        option: Option<PathBuf>,
        built: Option<BuiltWithPublic>,
    ) -> Result<Option<Self>, MissingFolder> {
        let variable = env::var_os(VARIABLE).filter(|path| !path.is_empty());
        let surroundings = Surroundings::of_this_program();
        Self::new(variable.map(PathBuf::from), option, built, &surroundings)
    }

    fn new(
        variable: Option<PathBuf>,
        option: Option<PathBuf>,
        built: Option<BuiltWithPublic>,
        surroundings: &Surroundings,
    ) -> Result<Option<Self>, MissingFolder> {
        let places = match (variable.as_ref().or(option.as_ref()), &built) {
            (Some(folder), _) => vec![CandidateFolder::certain(folder.clone())],
            (None, Some(built)) => built.places(surroundings),
            (None, None) => return Ok(None),
        };
        let mut found = places.iter().filter_map(|place| {
            let root = place.folder.canonicalize().ok()?;
            root.is_dir().then_some((root, place))
        });
        match found.next() {
            Some((root, place)) => {
                if place.is_guess {
                    let folder = root.display();
                    tracing::info!(
                        "the public files are read from `{folder}`, because {VARIABLE} is not set"
                    );
                }
                Ok(Some(Self::list(&root)))
            }
            None => Err(MissingFolder {
                variable,
                option,
                package: built.map(|built| built.package),
                places: places.into_iter().map(|place| place.folder).collect(),
            }),
        }
    }

    pub(super) fn list(root: &Path) -> Self {
        let entries = WalkDir::new(root)
            .min_depth(1)
            .follow_links(true)
            .into_iter()
            .filter_entry(is_served);
        let mut uris = HashMap::new();
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    if let Some((path, uri)) = path_of(root, &entry) {
                        if !path.is_ascii() {
                            // Browsers compose letters, which some file systems and tools decompose.
                            let composed = path.nfc().collect();
                            uris.entry(composed).or_insert_with(|| uri.clone());
                        }
                        uris.insert(path, uri);
                    }
                }
                Ok(_) => {}
                Err(error) => tracing::warn!("cannot list a public file: {error}"),
            }
        }
        let root = Arc::from(root);
        let mut public = Self::default();
        for (number, (path, uri)) in uris.iter().enumerate() {
            let file = PublicFile::new(number, &root, uri, |path| uris.contains_key(path));
            public.files.push(Arc::new(file));
            public.numbers.insert(path.clone(), number);
        }
        public
    }

    /// Returns the number of files.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    #[cfg(feature = "compression")]
    pub(super) fn files(&self) -> impl Iterator<Item = &Arc<PublicFile>> {
        self.files.iter()
    }

    /// Returns the encoded paths of all files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.uri.path())
    }

    /// Returns the file with this path, which may be encoded.
    pub(super) fn file(&self, path: &str) -> Option<&Arc<PublicFile>> {
        let path = path.strip_suffix('/').unwrap_or(path);
        let number = match self.numbers.get(path) {
            Some(number) => number,
            None if path.contains('%') => {
                let decoded = percent_encoding::percent_decode_str(path)
                    .decode_utf8()
                    .ok()?;
                // An encoded slash is part of a name, and no name of a file contains one.
                let slashes = |text: &str| text.bytes().filter(|byte| *byte == b'/').count();
                if slashes(&decoded) != slashes(path) {
                    return None;
                }
                self.numbers.get(&*decoded)?
            }
            None => return None,
        };
        self.files.get(*number)
    }
}

/// Returns `true` if a file or folder is public: those that begin with a dot are not, except `.well-known` (RFC 8615).
fn is_served(entry: &DirEntry) -> bool {
    let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    !is_hidden || (entry.depth() == 1 && entry.file_name() == ".well-known")
}

/// Returns the decoded and the encoded path of a file; `None` for a link that leads out of the folder.
fn path_of(root: &Path, entry: &DirEntry) -> Option<(String, Uri)> {
    let path = entry.path().display();
    let real = entry.path().canonicalize().ok()?;
    if !real.starts_with(root) {
        tracing::warn!("public file `{path}` is ignored: the link leads out of the folder");
        return None;
    }
    let below = entry.path().strip_prefix(root).ok()?;
    let pieces: Option<Vec<&str>> = below.iter().map(|piece| piece.to_str()).collect();
    let Some(pieces) = pieces else {
        tracing::warn!("public file `{path}` is ignored: its name is not UTF-8");
        return None;
    };
    let mut href = Href::new();
    for piece in &pieces {
        href = href.one(piece);
    }
    let uri = Uri::try_from(href.path()).ok()?;
    Some((format!("/{}", pieces.join("/")), uri))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        fs,
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    #[test]
    fn decomposed_names_are_found_by_composed_letters() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("cafe\u{301}.txt"), "x").unwrap();
        let public = PublicFolder::list(root.path());
        let uri = "/cafe%CC%81.txt";
        for path in ["/caf%C3%A9.txt", uri] {
            assert_eq!(public.file(path).unwrap().uri.path(), uri, "{path}");
        }
        assert!(public.file("/cafe.txt").is_none());
    }

    #[test]
    fn hidden_files_and_links_that_lead_out_are_ignored() {
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
        let public = PublicFolder::new(
            None,
            Some(root.path().to_owned()),
            None,
            &Surroundings::default(),
        )
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
            // An encoded slash is no separator.
            ("/img%2fé.png", false),
            ("/%ff", false),
            ("/", false),
            ("", false),
        ] {
            assert_eq!(public.file(path).is_some(), found, "{path}");
        }
    }

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_guessed_folder_is_logged() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("public");
        fs::create_dir(&folder).unwrap();
        let current = Surroundings::at(root.path().to_str().unwrap());
        let built = BuiltWithPublic {
            package: "shop",
            folder: "",
        };
        let named = Some(folder.clone());
        for (option, is_logged) in [(None, true), (named, false)] {
            let log = Log::default();
            let writer = log.clone();
            let subscriber = tracing_subscriber::fmt()
                .with_ansi(false)
                .with_writer(move || writer.clone())
                .finish();
            let find = || PublicFolder::new(None, option, Some(built), &current);
            let found = tracing::subscriber::with_default(subscriber, find);
            assert!(found.unwrap().is_some());
            let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
            let folder = folder.canonicalize().unwrap();
            let has_folder = log.contains("INFO") && log.contains(&*folder.to_string_lossy());
            assert_eq!(has_folder, is_logged, "{log}");
        }
    }

    #[test]
    fn the_error_of_a_missing_folder_has_every_path() {
        let path = |path: &str| Some(PathBuf::from(path));
        let built = Some(BuiltWithPublic {
            package: "shop",
            folder: "",
        });
        let nowhere = Surroundings::at("/nowhere/c");
        for (variable, option, built, parts) in [
            (
                path("/nowhere/a"),
                path("/nowhere/b"),
                built,
                &["PUBLIC_DIR is `/nowhere/a`", "`/nowhere/b`"][..],
            ),
            (
                path("/nowhere/a"),
                None,
                None,
                &["PUBLIC_DIR is `/nowhere/a`"],
            ),
            (
                None,
                path("/nowhere/b"),
                None,
                &["PUBLIC_DIR is not set", "`/nowhere/b`"],
            ),
            (
                None,
                None,
                built,
                &[
                    "PUBLIC_DIR is not set",
                    "`public` of `shop`",
                    "`/nowhere/c/public`",
                ],
            ),
        ] {
            let missing = PublicFolder::new(variable, option, built, &nowhere);
            let missing = missing.unwrap_err().to_string();
            for part in parts {
                assert!(missing.contains(part), "{missing}");
            }
        }
        let none = PublicFolder::new(None, None, None, &nowhere);
        assert!(none.unwrap().is_none());
    }
}
