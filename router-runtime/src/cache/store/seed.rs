//! Seeds: files of prerendered responses.
//!
//! ```text
//! "RCSEED" | schema | build | records | 0 | XXH3-64 of all before
//! record: 1 | name | time of its generation in ms since 1970 | length | bytes
//! ```
//!
//! The checksum is verified before the first record is used. A seed is never changed: it is written to another file and renamed.

use foldhash::fast::RandomState;
use std::{
    collections::HashMap,
    fmt,
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};
use xxhash_rust::xxh3::Xxh3;

const MAGIC: [u8; 6] = *b"RCSEED";
/// The version of the file. Seeds of other versions are not used.
const SCHEMA: u8 = 1;
const RECORD: u8 = 1;
const END: u8 = 0;

/// The hash of a build, or of a build and a key.
pub(crate) type Hash128 = [u8; 16];

/// The reason why a seed cannot be used.
#[derive(Debug)]
pub(crate) enum SeedError {
    Io(io::Error),
    NotASeed,
    OtherSchema,
    Damaged,
    OtherBuild,
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "it cannot be read: {error}"),
            Self::NotASeed => f.write_str("it is not a file of `prerender_to`"),
            Self::OtherSchema => f.write_str(
                "another version of router-runtime wrote it; help: write it with the program that uses it",
            ),
            Self::Damaged => f.write_str("it is damaged or not complete; help: write it again"),
            Self::OtherBuild => f.write_str(
                "another build of the program wrote it; help: write it with the program that uses it, or give both builds the same \
                 `CACHE_NAMESPACE`",
            ),
        }
    }
}

impl From<io::Error> for SeedError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes a seed. The new file is removed if it is dropped unfinished.
#[derive(Debug)]
pub(crate) struct SeedWriter {
    path: PathBuf,
    /// Renamed at the end.
    new_path: PathBuf,
    file: BufWriter<File>,
    checksum: Checksum,
    is_finished: bool,
}

impl Drop for SeedWriter {
    fn drop(&mut self) {
        if !self.is_finished {
            // The file is not used, so an error has no consequence.
            let _ = fs::remove_file(&self.new_path);
        }
    }
}

impl SeedWriter {
    pub(crate) fn create(path: &Path, build: Hash128) -> io::Result<Self> {
        let mut new_path = path.as_os_str().to_owned();
        new_path.push(".new");
        let new_path = PathBuf::from(new_path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut this = Self {
            path: path.to_owned(),
            file: BufWriter::new(File::create(&new_path)?),
            new_path,
            checksum: Checksum::default(),
            is_finished: false,
        };
        this.write(&[&MAGIC[..], &[SCHEMA], &build].concat())?;
        Ok(this)
    }

    /// Adds a record. `created` is the end of its generation in milliseconds since 1970.
    pub(crate) fn add(&mut self, name: Hash128, created: u64, record: &[u8]) -> io::Result<()> {
        let length = u64::try_from(record.len()).map_err(io::Error::other)?;
        self.write(&[RECORD])?;
        self.write(&name)?;
        self.write(&created.to_le_bytes())?;
        self.write(&length.to_le_bytes())?;
        self.write(record)
    }

    /// Replaces the file.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.write(&[END])?;
        let checksum = self.checksum.0.digest();
        self.write(&checksum.to_le_bytes())?;
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        fs::rename(&self.new_path, &self.path)?;
        self.is_finished = true;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.checksum.0.update(bytes);
        self.file.write_all(bytes)
    }
}

/// A seed that was verified. Each record is used at most once, so that it never follows a newer response.
#[derive(Debug)]
pub(crate) struct Seed {
    file: Mutex<File>,
    positions: Mutex<HashMap<Hash128, RecordPosition, RandomState>>,
}

/// The position of a record in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordPosition {
    /// The end of its generation in milliseconds since 1970.
    pub(crate) created: u64,
    start: u64,
    length: u64,
}

impl Seed {
    /// Opens and verifies the seed of a build. Blocks.
    pub(crate) fn open(path: &Path, build: Hash128) -> Result<Self, SeedError> {
        let file = File::open(path)?;
        let mut source = SeedReader {
            file: BufReader::new(&file),
            position: 0,
            checksum: Checksum::default(),
        };
        if source.read::<6>().map_err(not_a_seed)? != MAGIC {
            return Err(SeedError::NotASeed);
        }
        if source.read()? != [SCHEMA] {
            return Err(SeedError::OtherSchema);
        }
        let of_build: Hash128 = source.read()?;
        let mut positions = HashMap::default();
        loop {
            match source.read()? {
                [RECORD] => {
                    let name = source.read()?;
                    let created = u64::from_le_bytes(source.read()?);
                    let length = u64::from_le_bytes(source.read()?);
                    let start = source.position;
                    source.skip(length)?;
                    let position = RecordPosition {
                        created,
                        start,
                        length,
                    };
                    positions.insert(name, position);
                }
                [END] => break,
                _ => return Err(SeedError::Damaged),
            }
        }
        let checksum = source.checksum.0.digest();
        if u64::from_le_bytes(source.read()?) != checksum {
            return Err(SeedError::Damaged);
        }
        if of_build != build {
            return Err(SeedError::OtherBuild);
        }
        Ok(Self {
            file: Mutex::new(file),
            positions: Mutex::new(positions),
        })
    }

    /// The number of records that were not used.
    pub(crate) fn len(&self) -> usize {
        self.positions().len()
    }

    /// Takes the position of a record.
    pub(crate) fn take(&self, name: &Hash128) -> Option<RecordPosition> {
        self.positions().remove(name)
    }

    /// Reads a record. Blocks.
    pub(crate) fn read(&self, position: RecordPosition) -> io::Result<Vec<u8>> {
        let length = usize::try_from(position.length).map_err(io::Error::other)?;
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(position.start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn positions(
        &self,
    ) -> std::sync::MutexGuard<'_, HashMap<Hash128, RecordPosition, RandomState>> {
        self.positions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A seed that is read from its beginning.
struct SeedReader<'f> {
    file: BufReader<&'f File>,
    position: u64,
    checksum: Checksum,
}

impl SeedReader<'_> {
    fn read<const N: usize>(&mut self) -> Result<[u8; N], SeedError> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes).map_err(incomplete)?;
        self.checksum.0.update(&bytes);
        self.position += N as u64;
        Ok(bytes)
    }

    fn skip(&mut self, length: u64) -> Result<(), SeedError> {
        let mut part = (&mut self.file).take(length);
        if io::copy(&mut part, &mut self.checksum)? < length {
            return Err(SeedError::Damaged);
        }
        self.position += length;
        Ok(())
    }
}

fn incomplete(error: io::Error) -> SeedError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => SeedError::Damaged,
        _ => SeedError::Io(error),
    }
}

/// A file that is shorter than the name of its format.
fn not_a_seed(error: SeedError) -> SeedError {
    match error {
        SeedError::Damaged => SeedError::NotASeed,
        other => other,
    }
}

#[derive(Default)]
struct Checksum(Xxh3);

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Checksum")
    }
}

impl Write for Checksum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A seed of build 7 with the records `first` and `second`.
    fn seed() -> (TempDir, PathBuf) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("new").join("app.seed");
        let mut writer = SeedWriter::create(&path, [7; 16]).unwrap();
        writer.add([1; 16], 11, b"first").unwrap();
        writer.add([2; 16], 22, b"second").unwrap();
        writer.finish().unwrap();
        (folder, path)
    }

    #[test]
    fn each_record_is_read_once() {
        let (_folder, path) = seed();
        let seed = Seed::open(&path, [7; 16]).unwrap();
        assert_eq!(seed.len(), 2);
        for (name, created, expected) in [(2, 22, "second"), (1, 11, "first")] {
            let position = seed.take(&[name; 16]).unwrap();
            assert_eq!(position.created, created);
            assert_eq!(seed.read(position).unwrap(), expected.as_bytes());
            assert!(seed.take(&[name; 16]).is_none());
        }
        assert!(!path.with_extension("seed.new").exists());
    }

    #[test]
    fn a_seed_that_is_not_finished_leaves_the_one_before() {
        let (_folder, path) = seed();
        let mut writer = SeedWriter::create(&path, [7; 16]).unwrap();
        writer.add([3; 16], 33, b"third").unwrap();
        assert!(path.with_extension("seed.new").exists());
        drop(writer);
        assert!(!path.with_extension("seed.new").exists());
        assert_eq!(Seed::open(&path, [7; 16]).unwrap().len(), 2);
    }

    #[test]
    fn seeds_that_cannot_be_used_have_a_reason() {
        let (_folder, path) = seed();
        let reason = |build| Seed::open(&path, [build; 16]).unwrap_err().to_string();
        assert!(reason(8).starts_with("another build"), "{}", reason(8));
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let expected = if length < MAGIC.len() {
                "it is not a file"
            } else {
                "it is damaged"
            };
            assert!(reason(7).starts_with(expected), "{length}: {}", reason(7));
        }
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x41;
            fs::write(&path, flipped).unwrap();
            let expected = match at {
                0..6 => "it is not a file",
                6 => "another version",
                _ => "it is damaged",
            };
            assert!(reason(7).starts_with(expected), "{at}: {}", reason(7));
        }
        fs::remove_file(&path).unwrap();
        assert!(reason(7).starts_with("it cannot be read"));
    }
}
