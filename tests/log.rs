//! The log of a test's thread.

use std::{
    io, mem,
    sync::{Arc, LazyLock, Mutex},
};
use tracing::{Dispatch, subscriber::DefaultGuard};
use tracing_subscriber::{Registry, fmt::format::FmtSpan};

/// The log of this thread, as the default formatter writes it, with the ends of spans.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A second subscriber. With a single one, `tracing` caches the interest of the current thread's subscriber in a message, so that a
/// test on a thread without a subscriber would disable the message everywhere.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Registry::default()));

impl Log {
    /// Records what this thread logs, until the guard is dropped.
    pub fn begin() -> (Self, DefaultGuard) {
        LazyLock::force(&SECOND);
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_span_events(FmtSpan::CLOSE)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    /// Everything since the beginning or the last [`take`](Self::take).
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Returns the lines since the last call.
    pub fn take(&self) -> Vec<String> {
        let bytes = mem::take(&mut *self.0.lock().unwrap());
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}
