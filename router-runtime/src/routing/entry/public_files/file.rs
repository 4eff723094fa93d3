//! One public file.

use super::encoding::{enable, ending};
use crate::cache::Coding;
use axum::http::Uri;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};
use tower_http::services::ServeDir;

/// The bytes that are read at once. Each read is a task on another thread.
const CHUNK: usize = 128 * 1024;

/// A file of the list, with its compressed forms that are in the list.
#[derive(Debug)]
pub(super) struct PublicFile {
    /// Its place in the list.
    pub(super) number: usize,
    pub(super) uri: Uri,
    /// The folder, without links.
    root: Arc<Path>,
    /// The path below the folder.
    path: String,
    compressed: Vec<Coding>,
}

/// The forms of a file that can be sent, as they are on the disk at one moment. The file itself is the first one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormsOnDisk(pub(super) Vec<FormOnDisk>);

/// A form, and the properties by which a change is noticed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormOnDisk {
    /// `None` for the file itself.
    pub(super) coding: Option<Coding>,
    pub(super) bytes: u64,
    modified: Option<SystemTime>,
    /// The path without links, and the number of the file and the time of its last change.
    path: PathBuf,
    #[cfg(unix)]
    identity: (u64, u64, i64, i64),
}

impl FormsOnDisk {
    /// Returns `true` if there is a form with this coding.
    pub(super) fn has(&self, coding: Coding) -> bool {
        self.0.iter().any(|form| form.coding == Some(coding))
    }

    pub(super) fn bytes(&self) -> u64 {
        self.0.iter().map(|form| form.bytes).sum()
    }

    /// Returns the time of the last modification; `None` if the file system does not report it.
    pub(super) fn modified(&self) -> Option<SystemTime> {
        let times: Option<Vec<_>> = self.0.iter().map(|form| form.modified).collect();
        times?.into_iter().max()
    }
}

impl PublicFile {
    /// Creates the file with this encoded path. `is_listed` returns whether a decoded path is in the list.
    pub(super) fn new(
        number: usize,
        root: &Arc<Path>,
        uri: &Uri,
        is_listed: impl Fn(&str) -> bool,
    ) -> Self {
        let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy();
        let is_listed = |it: &Coding| is_listed(&format!("{path}{}", ending(Some(*it))));
        let compressed = Coding::ALL.into_iter().filter(is_listed);
        Self {
            number,
            uri: uri.clone(),
            root: Arc::clone(root),
            compressed: compressed.collect(),
            path: path.trim_start_matches('/').to_owned(),
        }
    }

    /// Finds the forms on the disk, except those that have become links out of the folder; `None` if the file itself cannot be sent.
    /// Reads the disk, which blocks.
    pub(super) fn look(&self) -> Option<FormsOnDisk> {
        let mut forms = vec![self.look_at(None)?];
        let compressed = self.compressed.iter();
        forms.extend(compressed.filter_map(|it| self.look_at(Some(*it))));
        Some(FormsOnDisk(forms))
    }

    /// Does the same for one form.
    pub(super) fn look_at(&self, coding: Option<Coding>) -> Option<FormOnDisk> {
        let path = self.path(coding).canonicalize().ok()?;
        let metadata = path.metadata().ok()?;
        (path.starts_with(&self.root) && metadata.is_file()).then(|| FormOnDisk {
            coding,
            bytes: metadata.len(),
            modified: metadata.modified().ok(),
            path,
            #[cfg(unix)]
            identity: {
                use std::os::unix::fs::MetadataExt as _;

                let changed = (metadata.ctime(), metadata.ctime_nsec());
                (metadata.dev(), metadata.ino(), changed.0, changed.1)
            },
        })
    }

    /// The path of the file on the disk, or of this form of it.
    pub(super) fn path(&self, coding: Option<Coding>) -> PathBuf {
        self.root.join(format!("{}{}", self.path, ending(coding)))
    }

    /// Returns the service that sends the file, or this form of it.
    pub(super) fn service(&self, coding: Option<Coding>) -> ServeDir {
        let serve = ServeDir::new(&self.root)
            .append_index_html_on_directories(false)
            .with_buf_chunk_size(CHUNK);
        match coding {
            None => serve,
            Some(coding) => enable(coding, serve),
        }
    }
}
