//! A Redis server on a free port.

use crate::{Result, load::free_port};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(20);

/// A running server without persistence, which ends when this value is dropped.
#[derive(Debug)]
pub(super) struct Redis {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Redis {
    /// Starts a server. Returns `None` if `redis-server` is not installed.
    pub(super) fn start(folder: &Path) -> Result<Option<Self>> {
        if Command::new("redis-server")
            .arg("--version")
            .output()
            .is_err()
        {
            return Ok(None);
        }
        std::fs::create_dir_all(folder)?;
        let port = free_port()?;
        let server = Self {
            child: spawn(port, folder)?,
            port,
            folder: folder.to_owned(),
        };
        server.wait()?;
        Ok(Some(server))
    }

    pub(super) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Lets its sockets stay open while nothing responds.
    pub(super) fn freeze(&self) -> Result<()> {
        self.signal("-STOP")
    }

    pub(super) fn resume(&self) -> Result<()> {
        self.signal("-CONT")
    }

    fn signal(&self, signal: &str) -> Result<()> {
        let mut kill = Command::new("kill");
        crate::work::finish(kill.args([signal, &self.child.id().to_string()]))
    }

    /// Ends the process.
    pub(super) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts it again, with the same port and without data.
    pub(super) fn restart(&mut self) -> Result<()> {
        self.child = spawn(self.port, &self.folder)?;
        self.wait()
    }

    /// Removes all data.
    pub(super) fn flush(&self) -> Result<()> {
        self.command("FLUSHALL").map(drop)
    }

    /// The number of its keys.
    pub(super) fn keys(&self) -> Result<usize> {
        let keys = self.command("DBSIZE")?;
        Ok(keys.trim_start_matches(':').parse()?)
    }

    /// The number of scripts that it has run.
    pub(super) fn scripts(&self) -> Result<usize> {
        let stats = self.command("INFO commandstats")?;
        let calls = stats.lines().find_map(|line| {
            let rest = line.strip_prefix("cmdstat_evalsha:calls=")?;
            rest.split(',').next()?.parse().ok()
        });
        Ok(calls.unwrap_or(0))
    }

    fn wait(&self) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        while self.command("PING").ok().as_deref() != Some("+PONG") {
            if Instant::now() > end {
                return Err("redis-server does not respond".into());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Sends a command, and returns its response: a line, or a text.
    fn command(&self, command: &str) -> Result<String> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut stream = BufReader::new(stream);
        write!(stream.get_mut(), "{command}\r\n")?;
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let line = line.trim_end();
        let Some(length) = line.strip_prefix('$') else {
            return Ok(line.to_owned());
        };
        let mut text = vec![0; length.parse()?];
        stream.read_exact(&mut text)?;
        Ok(String::from_utf8(text)?)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // Both fail only if it has exited already.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn spawn(port: u16, folder: &Path) -> std::io::Result<Child> {
    Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        // A handler of Next.js needs the events.
        .args(["--save", "", "--notify-keyspace-events", "Exe", "--dir"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
}
