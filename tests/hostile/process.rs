//! The server in a process of its own, whose memory is measured.

use crate::app;
use router_tests::raw::Client;
use std::io::{BufRead, BufReader};
use std::{
    fs,
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

const MIB: usize = 1 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run by other tests in another process"]
async fn server() {
    app::service().serve().await.unwrap();
}

pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts the server with these variables.
    pub(crate) fn start_with(variables: &[(&str, &str)]) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "process::server", "--nocapture"])
            .env("HOST", "127.0.0.1")
            .env("PORT", "0")
            .envs(variables.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut lines = lines.map_while(Result::ok);
        let address = lines.find_map(|line| {
            let (_, address) = line.split_once("listening on http://")?;
            address.parse().ok()
        });
        Self {
            process,
            address: address.expect("the address of the server"),
        }
    }

    pub(crate) async fn connect(&self) -> Client {
        Client::connect(self.address).await
    }

    pub(crate) async fn http2(&self) -> Client {
        Client::http2(self.address, &[]).await
    }

    /// Asserts that the server responds to others.
    pub(crate) async fn assert_alive(&self, after: &str) {
        let response = self.connect().await.get("/").await;
        assert!(
            response.ends_with("\r\n\r\nhome"),
            "after {after}: {response}"
        );
    }

    /// The resident memory in MiB, on systems that report it.
    pub(crate) fn memory(&self) -> usize {
        let path = format!("/proc/{}/statm", self.process.id());
        let Ok(pages) = fs::read_to_string(path) else {
            return 0;
        };
        pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096 / MIB
    }

    /// The number of open descriptors, on systems that report it.
    pub(crate) fn descriptors(&self) -> usize {
        let path = format!("/proc/{}/fd", self.process.id());
        fs::read_dir(path).map_or(0, Iterator::count)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
