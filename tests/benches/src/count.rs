//! Counters for the cost of a command.

use crate::Result;
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeVal,
};
use std::{
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A way to count the cost of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Instructions counted by the processor, exact to a fraction of a percent, without slowdown.
    Perf,
    /// Instructions counted by valgrind, exact, some fifty times slower.
    Callgrind,
    /// Seconds of processor time, user and system. They depend on the load of the machine.
    CpuSeconds,
}

/// The cost of a command.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Instructions or seconds, depending on the counter.
    pub amount: f64,
    /// The peak memory of its largest process, in KiB.
    pub peak_kib: i64,
}

impl Counter {
    /// Returns the best counter for long commands on this machine.
    pub fn for_compilers() -> Self {
        if counts("perf", &["stat", "-e", "instructions:u", "true"]) {
            Self::Perf
        } else {
            Self::CpuSeconds
        }
    }

    /// Returns the best counter for single requests on this machine.
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

    /// Returns the unit of its numbers.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Perf => "instructions (perf)",
            Self::Callgrind => "instructions (callgrind)",
            Self::CpuSeconds => "seconds of processor time",
        }
    }

    /// Returns `true` if it can count a build in minutes. Callgrind takes half an hour for one of 1,000 routes.
    pub fn can_count_builds(self) -> bool {
        self != Self::Callgrind
    }

    /// Runs `command` until it exits, and counts it and its children.
    pub fn run(self, command: &Command, scratch: &Path) -> Result<Cost> {
        self.run_with(command, scratch, None, || Ok(()))
    }

    /// Does the same, but counts the instructions of one function only, if the counter is callgrind.
    pub fn run_function(self, command: &Command, scratch: &Path, function: &str) -> Result<Cost> {
        self.run_with(command, scratch, Some(function), || Ok(()))
    }

    /// Does the same for a server, which exits when its standard input ends. `talk` sends the requests.
    pub fn run_server(
        self,
        command: &Command,
        scratch: &Path,
        talk: impl FnOnce() -> Result<()>,
    ) -> Result<Cost> {
        self.run_with(command, scratch, None, talk)
    }

    fn run_with(
        self,
        command: &Command,
        scratch: &Path,
        function: Option<&str>,
        talk: impl FnOnce() -> Result<()>,
    ) -> Result<Cost> {
        fs::create_dir_all(scratch)?;
        // An earlier run that was interrupted may have left files.
        remove_callgrind_files(scratch)?;
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
                if let Some(function) = function {
                    line.push(format!("--toggle-collect=*{function}*").into());
                }
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

/// Runs a command and writes its processor time and peak memory to a file. It runs in a separate process, so that it has no other
/// children.
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

/// Returns the sum over all processes and removes their files.
fn callgrind_total(scratch: &Path) -> Result<f64> {
    let mut total = 0.0;
    for path in callgrind_files(scratch)? {
        let text = fs::read(&path)?;
        let text = String::from_utf8_lossy(&text);
        if let Some(line) = text
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("totals: "))
        {
            total += line.trim().parse::<f64>()?;
        }
    }
    remove_callgrind_files(scratch)?;
    if total == 0.0 {
        Err("callgrind counted nothing".into())
    } else {
        Ok(total)
    }
}

fn remove_callgrind_files(scratch: &Path) -> Result<()> {
    for path in callgrind_files(scratch)? {
        fs::remove_file(path)?;
    }
    Ok(())
}

fn callgrind_files(scratch: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(scratch)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b"callgrind.") {
            files.push(entry.path());
        }
    }
    Ok(files)
}
