//! The running program `recorded-apps`.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::Stdio,
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::{sleep, timeout},
};

/// A running application, which is stopped on drop.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    orders: ChildStdin,
    done: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Server {
    /// Starts the server again if it exits at once, because another program may have taken the free port.
    pub(crate) async fn start(app: &str, way: &str) -> io::Result<Self> {
        let mut tried = Self::try_start(app, way).await;
        for _ in 0..2 {
            if tried.is_err() {
                tried = Self::try_start(app, way).await;
            }
        }
        tried
    }

    /// Advances the clock of the cache, and waits until no handler runs for the cache.
    pub(crate) async fn advance(&mut self, seconds: f64) -> io::Result<()> {
        self.orders
            .write_all(format!("{seconds}\n").as_bytes())
            .await?;
        let done = self.done.next_line();
        let done = timeout(Duration::from_secs(20), done).await?;
        match done? {
            Some(_) => Ok(()),
            None => Err(io::Error::other("the application has ended")),
        }
    }

    async fn try_start(app: &str, way: &str) -> io::Result<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = free.local_addr()?;
        drop(free);
        let public = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("oracle/public")
            .join(app);
        let mut child = Command::new(env!("CARGO_BIN_EXE_recorded-apps"))
            .args([app, way])
            .env("HOST", "127.0.0.1")
            .env("PORT", address.port().to_string())
            .envs(public.is_dir().then_some(("PUBLIC_DIR", &public)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let pipe = || io::Error::other("no pipe");
        let orders = child.stdin.take().ok_or_else(pipe)?;
        let done = child.stdout.take().ok_or_else(pipe)?;
        for _ in 0..500 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(Self {
                    address,
                    orders,
                    done: BufReader::new(done).lines(),
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
