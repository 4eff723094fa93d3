//! The shutdown signals.

use std::{future::Future, io};

/// Returns a future that completes at SIGTERM, which orchestrators send, or Ctrl-C. The handlers are registered at once.
#[cfg(unix)]
pub(super) fn shutdown_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Returns a future that completes at Ctrl-C.
#[cfg(not(unix))]
pub(super) fn shutdown_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::{
        process::{Command, id},
        time::Duration,
    };
    use tokio::time::timeout;

    #[tokio::test]
    async fn a_signal_completes_it() {
        for name in ["-TERM", "-INT"] {
            let stop = super::shutdown_signal().unwrap();
            let sent = Command::new("kill")
                .args([name, &id().to_string()])
                .status();
            assert!(sent.unwrap().success());
            timeout(Duration::from_secs(20), stop).await.unwrap();
        }
    }
}
