//! Processes that are killed at random points while they write. `STORES_KILLS=100` kills more of them, `STORES_SEED` repeats a run.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// The program that writes, verifies and prints what was acknowledged: `stores/writer/main.rs`.
const WRITER: &str = env!("CARGO_BIN_EXE_cache-writer");

/// The versions that writers have printed.
#[derive(Default)]
struct Printed {
    acknowledged: BTreeMap<u64, u64>,
    /// The last version.
    last: u64,
    /// The number of entries that were found in the file.
    hits: u64,
    /// The number of invalidations that the file did not have.
    degraded: u64,
}

impl Printed {
    /// Runs a writer for that time, and kills it.
    fn run(&mut self, file: &Path, command: &mut Command, padding: usize, time: Duration) {
        let pairs: Vec<String> = self
            .acknowledged
            .iter()
            .map(|(key, version)| format!("{key}={version}"))
            .collect();
        let first = self.last + 1;
        let mut writer = command
            .env("CACHE_URL", format!("file:{}", file.display()))
            .args([first.to_string(), pairs.join(","), padding.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(writer.stdout.take().unwrap());
        let (starts, started) = mpsc::channel();
        let reader = thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            let noted = lines.inspect(|_| {
                // Only the first line is awaited.
                let _ = starts.send(());
            });
            noted.collect::<Vec<_>>()
        });
        // The time counts from the first line, because a process may start slowly.
        started.recv().expect("the writer prints nothing");
        thread::sleep(time);
        writer.kill().unwrap();
        let status = writer.wait().unwrap();
        assert_eq!(status.code(), None, "the writer ended by itself");
        for line in reader.join().unwrap() {
            match *line.split(' ').collect::<Vec<_>>() {
                ["hits", number] => self.hits += number.parse::<u64>().unwrap(),
                ["acknowledged", key, version] => {
                    self.last = version.parse().unwrap();
                    self.acknowledged.insert(key.parse().unwrap(), self.last);
                }
                ["degraded", _, version] => {
                    self.last = version.parse().unwrap();
                    self.degraded += 1;
                }
                _ => panic!("{line}"),
            }
        }
        let names = fs::read_dir(file.parent().unwrap()).unwrap();
        assert_eq!(names.count(), 1, "a file was put aside");
    }
}

#[test]
fn case_84_acknowledged_invalidations_and_whole_entries_survive_a_kill() {
    let kills: u64 = env::var("STORES_KILLS").map_or(5, |text| text.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cache.redb");
    let mut printed = Printed::default();
    let seed =
        env::var("STORES_SEED").map_or_else(|_| fastrand::u64(..), |text| text.parse().unwrap());
    // Printed if the test fails.
    println!("STORES_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    for _ in 0..kills {
        // From the first invalidation on, over several batches and commits.
        let time = Duration::from_micros(random.u64(..800_000));
        printed.run(&file, &mut Command::new(WRITER), 0, time);
    }
    let Printed { last, hits, .. } = printed;
    println!("{kills} kills, {last} invalidations, {hits} hits");
    assert!(last > kills, "{last} invalidations");
    assert!(hits > 0, "no entry was found");
    assert_eq!(printed.degraded, 0);
}

#[test]
fn case_85_a_full_disk_is_no_error_of_requests() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cache.redb");
    let second = Duration::from_secs(1);
    let mut printed = Printed::default();
    printed.run(&file, &mut Command::new(WRITER), 0, second);
    assert_eq!(printed.degraded, 0);
    // The system refuses to make a file larger than that, as on a full disk.
    let blocks = fs::metadata(&file).unwrap().len() / 512 + 64;
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {WRITER} \"$@\"");
    let mut limited = Command::new("sh");
    limited.args(["-c", &script, "sh"]);
    printed.run(&file, &mut limited, 500_000, 3 * second);
    assert!(printed.degraded > 0, "the disk was not full");
    // The acknowledged ones are on the disk.
    let degraded = printed.degraded;
    printed.run(&file, &mut Command::new(WRITER), 0, second);
    assert_eq!(printed.degraded, degraded);
}
