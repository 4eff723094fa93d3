//! Opening the file.

use super::tables::{BY_EPOCH, BY_USE, ENTRIES, META, SCHEMA, TAGS, USES, row};
use crate::cache::store::second_tier::random;
use redb::{Builder, Database, DatabaseError, ReadableTable, StorageError};
use std::{
    fmt, fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

/// The memory for pages of the file in bytes.
const PAGE_CACHE: usize = 8 << 20;
/// The maximum number of damaged files that remain.
const MAX_DAMAGED: usize = 3;
/// A file is made smaller if it is larger than this, and larger than 4 times its entries.
const NEVER_SHRUNK_BELOW: u64 = 64 << 20;

/// A file that is open.
pub(super) struct Opened {
    pub(super) database: Database,
    pub(super) nonce: u64,
    pub(super) epoch: u64,
}

/// The reason why the file cannot be opened.
#[derive(Debug)]
pub(super) enum OpenError {
    /// Another process, or another application of this one, has it open.
    InUse,
    /// The file is damaged, or not a file of the cache.
    Damaged(String),
    /// It was written by a newer build that older ones must not read.
    TooNew,
    /// The disk or its permissions do not allow it.
    Io(io::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse => f.write_str(
                "another process uses it; help: give each process a file of its own, or stop the other one",
            ),
            Self::Damaged(reason) => write!(f, "it is damaged: {reason}"),
            Self::TooNew => f.write_str("it was written by a newer version"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl From<redb::Error> for OpenError {
    fn from(error: redb::Error) -> Self {
        match error {
            redb::Error::DatabaseAlreadyOpen => Self::InUse,
            redb::Error::Io(error) => Self::of_io(error),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl OpenError {
    fn of_io(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Io(error),
        }
    }
}

/// Opens the file, or creates it. A damaged file is renamed, and another one created.
pub(super) fn open(path: &Path) -> Result<Opened, OpenError> {
    let error = match try_open(path) {
        Err(error @ (OpenError::Damaged(_) | OpenError::TooNew)) => error,
        result => return result,
    };
    let renamed = rename(path).map_err(OpenError::Io)?;
    tracing::error!(
        "the file of the cache {} cannot be read: {error}; it is now {}, and the cache starts without entries",
        path.display(),
        renamed.display()
    );
    try_open(path)
}

fn try_open(path: &Path) -> Result<Opened, OpenError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(OpenError::Io)?;
    }
    // A damaged file can make the database panic.
    let opened = catch_unwind(AssertUnwindSafe(|| -> Result<Opened, OpenError> {
        // The whole file is verified, because a lost invalidation would not be noticed.
        let database = Builder::new()
            .set_cache_size(PAGE_CACHE)
            .set_check_integrity_on_open(true)
            .create(path)
            .map_err(|error| match error {
                DatabaseError::DatabaseAlreadyOpen => OpenError::InUse,
                DatabaseError::Storage(StorageError::Io(error)) => OpenError::of_io(error),
                other => OpenError::Damaged(other.to_string()),
            })?;
        prepare(database, path)
    }));
    opened.unwrap_or_else(|_| Err(OpenError::Damaged("its structure is broken".to_owned())))
}

/// Creates the tables that do not exist, and reads the state.
fn prepare(mut database: Database, path: &Path) -> Result<Opened, OpenError> {
    let transaction = database.begin_write().map_err(redb::Error::from)?;
    let (nonce, epoch, bytes) = {
        let mut meta = transaction.open_table(META).map_err(redb::Error::from)?;
        let number = |name: &'static str| -> Result<u64, redb::Error> {
            Ok(meta.get(name)?.map_or(0, |number| number.value()))
        };
        if number(row::READABLE_FROM)? > SCHEMA {
            return Err(OpenError::TooNew);
        }
        let (schema, found) = (number(row::SCHEMA)?, number(row::NONCE)?);
        let (epoch, bytes) = (number(row::EPOCH)?, number(row::BYTES)?);
        let nonce = if found == 0 { new_nonce() } else { found };
        let oldest = number(row::READABLE_FROM)?.max(1);
        for (name, number) in [
            (row::SCHEMA, schema.max(SCHEMA)),
            (row::READABLE_FROM, oldest),
            (row::NONCE, nonce),
        ] {
            meta.insert(name, number).map_err(redb::Error::from)?;
        }
        (nonce, epoch, bytes)
    };
    let create = || -> Result<(), redb::Error> {
        transaction.open_table(ENTRIES)?;
        transaction.open_table(USES)?;
        transaction.open_table(BY_USE)?;
        transaction.open_table(TAGS)?;
        transaction.open_table(BY_EPOCH)?;
        Ok(())
    };
    create()?;
    transaction.commit().map_err(redb::Error::from)?;
    let size = fs::metadata(path).map_or(0, |it| it.len());
    if size > NEVER_SHRUNK_BELOW && size / 4 > bytes {
        let shrunk = database.compact();
        tracing::debug!(
            size,
            bytes,
            ?shrunk,
            "the file of the cache was made smaller"
        );
    }
    Ok(Opened {
        database,
        nonce,
        epoch,
    })
}

/// Returns a number that no other file has.
pub(super) fn new_nonce() -> u64 {
    random().max(1)
}

/// Renames the file to the first free `.corrupt-<n>`, or to the last one.
fn rename(path: &Path) -> io::Result<PathBuf> {
    let name = |number: usize| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".corrupt-{number}"));
        PathBuf::from(name)
    };
    let free = (1..MAX_DAMAGED).find(|number| !name(*number).exists());
    let new = name(free.unwrap_or(MAX_DAMAGED));
    fs::rename(path, &new)?;
    Ok(new)
}
