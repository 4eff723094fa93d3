//! `chromedriver`, a program that starts browsers.

use router_tests::tool::{Tool, in_path};
use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread,
};

/// Chromium and its `chromedriver`.
static CHROMEDRIVER: Tool = Tool {
    name: "a browser",
    variable: "BROWSER_TESTS",
    packages: &["chromium", "chromium-driver"],
    find,
    found: OnceLock::new(),
};

/// Returns `true` if the test cannot run because there is no browser.
pub(crate) fn is_skipped() -> bool {
    CHROMEDRIVER.path_or_skip().is_none()
}

fn find() -> Result<PathBuf, String> {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    if !browsers.into_iter().any(|name| in_path(name).is_some()) {
        return Err("there is no `chromium` in PATH".to_owned());
    }
    in_path("chromedriver").ok_or_else(|| "there is no `chromedriver` in PATH".to_owned())
}

/// A running `chromedriver`; it ends with the test.
#[derive(Debug)]
pub(crate) struct Driver {
    child: Child,
    pub(crate) url: String,
}

impl Driver {
    pub(crate) fn start() -> Self {
        let program = CHROMEDRIVER.path_or_skip().expect("there is a browser");
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
