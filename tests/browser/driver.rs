//! `chromedriver`, a program that starts browsers.

use std::{
    env,
    io::{self, BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::LazyLock,
    thread,
};

const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// The environment variable that requires a browser: with the value 1, missing packages are installed.
const VARIABLE: &str = "BROWSER_TESTS";

/// The path of `chromedriver`, or the reason why it is missing. If the variable is set, missing packages are installed once for all tests.
static CHROMEDRIVER: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
    let is_required = env::var_os(VARIABLE).is_some_and(|value| value == "1");
    if !is_required {
        return find();
    }
    let found = find().or_else(|_| install().and_then(|()| find()));
    Ok(found.unwrap_or_else(|problem| {
        panic!(
            "{VARIABLE}=1 requires a browser: {problem}.\n\
             Install it: `apt-get install {}` as root on Debian; elsewhere Chromium or Chrome and its `chromedriver`, \
             so that both are in PATH.",
            PACKAGES.join(" ")
        )
    }))
});

/// Returns `true` if the test cannot run because there is no browser, and reports it on the terminal: libtest does not capture direct
/// writes to the standard error.
pub(crate) fn is_skipped() -> bool {
    let Err(problem) = &*CHROMEDRIVER else {
        return false;
    };
    let test = thread::current().name().unwrap_or_default().to_owned();
    let line = format!("SKIPPED {test}: {problem}; {VARIABLE}=1 installs a browser\n");
    let _ = io::stderr().write_all(line.as_bytes());
    true
}

fn find() -> Result<PathBuf, String> {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    if !browsers.into_iter().any(|name| in_path(name).is_some()) {
        return Err("there is no `chromium` in PATH".to_owned());
    }
    in_path("chromedriver").ok_or_else(|| "there is no `chromedriver` in PATH".to_owned())
}

fn in_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let mut files = env::split_paths(&folders).map(|folder| folder.join(name));
    files.find(|file| file.is_file())
}

fn install() -> Result<(), String> {
    let install = ["install", "--yes", "--no-install-recommends"];
    apt(&["update"])?;
    apt(&[&install[..], &PACKAGES].concat())
}

fn apt(arguments: &[&str]) -> Result<(), String> {
    let id = Command::new("id").arg("-u").output();
    let is_root = id.is_ok_and(|id| id.stdout == b"0\n");
    let (program, before): (_, &[_]) = if is_root {
        ("apt-get", &[])
    } else {
        ("sudo", &["-n", "apt-get"])
    };
    let mut command = Command::new(program);
    command.args(before).args(arguments).stdin(Stdio::null());
    command.env("DEBIAN_FRONTEND", "noninteractive");
    let output = command
        .output()
        .map_err(|error| format!("`{program}`: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} failed:\n{}", stderr.trim_end()))
}

/// A running `chromedriver`; it ends with the test.
#[derive(Debug)]
pub(crate) struct Driver {
    child: Child,
    pub(crate) url: String,
}

impl Driver {
    pub(crate) fn start() -> Self {
        let program = CHROMEDRIVER.as_ref().expect("there is a browser");
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let output = child.stdout.take().expect("its output is ours");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        thread::spawn(move || lines.for_each(drop));
        let port = port.expect("chromedriver prints the port on which it listens");
        Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
