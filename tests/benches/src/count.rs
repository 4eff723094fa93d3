//! Counts what a command costs.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

use crate::Result;

/// How the cost of a command is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Instructions, by the processor: exact to a fraction of a percent, no slowdown.
    Perf,
    /// Instructions, by valgrind: exact, some fifty times slower.
    Callgrind,
    /// Seconds of processor time, user and system: moves with the load of the machine.
    CpuSeconds,
}

/// What a command cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Instructions or seconds, as the counter says.
    pub amount: f64,
    /// The largest of its processes, in KiB.
    pub peak_kib: i64,
}

impl Counter {
    /// The best counter for long commands that this machine has.
    pub fn for_compilers() -> Self {
        if counts("perf", &["stat", "-e", "instructions:u", "true"]) {
            Self::Perf
        } else {
            Self::CpuSeconds
        }
    }

    /// The best counter for single requests that this machine has.
    pub fn for_requests() -> Result<Self> {
        if counts("valgrind", &["--version"]) {
            Ok(Self::Callgrind)
        } else if Self::for_compilers() == Self::Perf {
            Ok(Self::Perf)
        } else {
            Err(
                "neither valgrind nor the processor's instruction counter is there: requests \
                 cannot be counted"
                    .into(),
            )
        }
    }

    /// What its numbers are.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Perf => "instructions (perf)",
            Self::Callgrind => "instructions (callgrind)",
            Self::CpuSeconds => "seconds of processor time",
        }
    }

    /// Whether it can count a build in minutes. Callgrind takes half an hour for one of 1,000 routes.
    pub fn can_count_builds(self) -> bool {
        self != Self::Callgrind
    }

    /// Runs `command` to its end and counts it and its children.
    pub fn run(self, command: &Command, scratch: &Path) -> Result<Cost> {
        self.run_with(command, scratch, || Ok(()))
    }

    /// The same for a server, which ends when its standard input does: `talk` is what it is asked.
    pub fn run_with(
        self,
        command: &Command,
        scratch: &Path,
        talk: impl FnOnce() -> Result<()>,
    ) -> Result<Cost> {
        fs::create_dir_all(scratch)?;
        let usage = scratch.join("usage");
        let counted = scratch.join("counted");
        let mut line: Vec<OsString> = vec!["measure".into(), usage.clone().into()];
        match self {
            Self::Perf => {
                line.extend(
                    ["perf", "stat", "-x", ",", "-e", "instructions:u", "-o"].map(Into::into),
                );
                line.extend([counted.clone().into(), "--".into()]);
            }
            Self::Callgrind => {
                let mut option = OsString::from("--callgrind-out-file=");
                option.push(scratch.join("callgrind.%p"));
                line.extend(
                    ["valgrind", "-q", "--tool=callgrind", "--trace-children=yes"].map(Into::into),
                );
                line.push(option);
            }
            Self::CpuSeconds => {}
        }
        line.push(command.get_program().into());
        line.extend(command.get_args().map(Into::into));
        let mut outer = Command::new(std::env::current_exe()?);
        outer
            .args(line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(folder) = command.get_current_dir() {
            outer.current_dir(folder);
        }
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => outer.env(name, value),
                None => outer.env_remove(name),
            };
        }
        let child = outer.spawn()?;
        let talked = talk();
        // This closes its standard input first.
        let output = child.wait_with_output()?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{command:?} failed:\n{message}").into());
        }
        talked?;
        let usage = fs::read_to_string(usage)?;
        let mut numbers = usage.split_whitespace();
        let seconds: f64 = numbers.next().ok_or("no processor time")?.parse()?;
        let peak_kib = numbers.next().ok_or("no peak memory")?.parse()?;
        let amount = match self {
            Self::Perf => perf_total(&fs::read_to_string(counted)?)?,
            Self::Callgrind => callgrind_total(scratch)?,
            Self::CpuSeconds => seconds,
        };
        Ok(Cost { amount, peak_kib })
    }
}

/// The inner half of `Counter::run`, in a process of its own so that its children are all it had:
/// runs the command and leaves its processor time and peak memory in a file.
pub fn measure(arguments: &[OsString]) -> Result<()> {
    let [usage_file, program, arguments @ ..] = arguments else {
        return Err("measure FILE PROGRAM ARGUMENT…".into());
    };
    if !Command::new(program).args(arguments).status()?.success() {
        return Err(format!("{} failed", program.display()).into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = seconds(usage.user_time()) + seconds(usage.system_time());
    fs::write(usage_file, format!("{seconds} {}\n", usage.max_rss()))?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "seconds and microseconds fit")]
fn seconds(time: TimeVal) -> f64 {
    time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6
}

fn counts(program: impl AsRef<OsStr>, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .output()
        .is_ok_and(|output| {
            output.status.success()
                && !String::from_utf8_lossy(&output.stderr).contains("not supported")
        })
}

fn perf_total(report: &str) -> Result<f64> {
    let line = report
        .lines()
        .find(|line| line.contains("instructions"))
        .ok_or("perf counted nothing")?;
    Ok(line.split(',').next().unwrap_or_default().parse()?)
}

/// Adds the processes up and removes their files.
fn callgrind_total(scratch: &Path) -> Result<f64> {
    let mut total = 0.0;
    for entry in fs::read_dir(scratch)? {
        let path: PathBuf = entry?.path();
        if !path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"callgrind."))
        {
            continue;
        }
        let text = fs::read(&path)?;
        let text = String::from_utf8_lossy(&text);
        if let Some(line) = text
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("totals: "))
        {
            total += line.trim().parse::<f64>()?;
        }
        fs::remove_file(path)?;
    }
    if total == 0.0 {
        Err("callgrind counted nothing".into())
    } else {
        Ok(total)
    }
}
