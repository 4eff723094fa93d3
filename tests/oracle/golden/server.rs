//! The program `recorded-apps`, running.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    process::Stdio,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::sleep,
};

/// One application on a port of its own; it ends with the value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    _child: Child,
}

impl Server {
    /// Another program may take the port that was free a moment ago: a server that ends at once is tried again.
    pub(crate) async fn start(app: &str, way: &str) -> io::Result<Self> {
        let mut tried = Self::try_start(app, way).await;
        for _ in 0..2 {
            if tried.is_err() {
                tried = Self::try_start(app, way).await;
            }
        }
        tried
    }

    async fn try_start(app: &str, way: &str) -> io::Result<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = free.local_addr()?;
        drop(free);
        let mut child = Command::new(env!("CARGO_BIN_EXE_recorded-apps"))
            .args([app, way])
            .env("HOST", "127.0.0.1")
            .env("PORT", address.port().to_string())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        for _ in 0..500 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(Self {
                    address,
                    _child: child,
                });
            }
            if let Some(status) = child.try_wait()? {
                return Err(io::Error::other(format!(
                    "{app} through its {way} ended: {status}"
                )));
            }
            sleep(Duration::from_millis(20)).await;
        }
        Err(io::Error::other(format!(
            "{app} through its {way} does not listen"
        )))
    }
}
