//! The data of the measured applications: a server with a version for each id, which handlers read.

use crate::Result;
use std::{
    collections::HashMap,
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// A running server; it ends with the program.
#[derive(Clone, Debug)]
pub(super) struct Data {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    ids: HashMap<String, Id>,
    /// The time from reading a version to its response.
    delay: Duration,
}

#[derive(Clone, Copy, Debug, Default)]
struct Id {
    version: u64,
    reads: usize,
}

impl Data {
    pub(super) fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let data = Self {
            address: listener.local_addr()?,
            state: Arc::default(),
        };
        let server = data.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = server.clone();
                thread::spawn(move || server.respond(stream));
            }
        });
        Ok(data)
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn set_delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Sets another version, and returns it.
    pub(super) fn change(&self, id: &str) -> u64 {
        let mut state = self.state();
        let id = state.ids.entry(id.to_owned()).or_default();
        id.version += 1;
        id.version
    }

    /// The number of reads that have started.
    pub(super) fn reads(&self, id: &str) -> usize {
        self.state().ids.get(id).map_or(0, |id| id.reads)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn respond(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        loop {
            line.clear();
            if stream.read_line(&mut line)? == 0 {
                return Ok(());
            }
            // "GET /data/7 HTTP/1.1"
            let path = line.split(' ').nth(1).unwrap_or_default();
            let id = path.rsplit('/').next().unwrap_or_default().to_owned();
            let mut is_last = false;
            while line.trim_end() != "" {
                line.clear();
                stream.read_line(&mut line)?;
                is_last |= line.trim_end().eq_ignore_ascii_case("connection: close");
            }
            let (version, delay) = {
                let mut state = self.state();
                let delay = state.delay;
                let id = state.ids.entry(id).or_default();
                id.reads += 1;
                (id.version.to_string(), delay)
            };
            thread::sleep(delay);
            let length = version.len();
            let response = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{version}");
            stream.get_mut().write_all(response.as_bytes())?;
            if is_last {
                return Ok(());
            }
        }
    }
}
