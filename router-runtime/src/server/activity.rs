//! The activity of a connection, which its socket, its requests and its responses report.

use std::{
    sync::{
        OnceLock,
        atomic::{
            AtomicBool, AtomicU8, AtomicU64, AtomicUsize,
            Ordering::{Relaxed, SeqCst},
            fence,
        },
    },
    task::Waker,
    time::Duration,
};
use tokio::sync::Notify;

/// The activity of a connection. Its task observes it through [`Snapshot`]s.
#[derive(Debug, Default)]
pub(crate) struct Activity {
    requests: AtomicU64,
    running: AtomicUsize,
    /// Requests that the client of an HTTP/2 connection reset before their response.
    cancelled: AtomicU64,
    read: AtomicU64,
    written: AtomicU64,
    is_blocked: AtomicBool,
    is_http2: AtomicBool,
    /// Bodies with a piece that HTTP/2 has not taken, because the window of the client is closed.
    waiting: AtomicUsize,
    /// Responses in memory that HTTP/2 has not taken completely, and their bytes. Handlers that run count as responses without bytes.
    unsent: AtomicUsize,
    unsent_bytes: AtomicUsize,
    sent: Notify,
    /// One more than the milliseconds between the start of the server and the moment in which the connection became idle; 0 if it is not.
    idle_since: AtomicU64,
    /// The task of the connection has ended. The socket may be open after an upgrade.
    has_ended: AtomicBool,
    command: AtomicU8,
    waker: OnceLock<Waker>,
}

/// The state of a connection at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Snapshot {
    /// Requests whose head has been read.
    pub(super) requests: u64,
    /// Those that the client of an HTTP/2 connection reset before their response.
    pub(super) cancelled: u64,
    /// A handler runs, or a response is sent.
    pub(super) is_running: bool,
    pub(super) is_http2: bool,
    /// Bytes wait for the client to read.
    pub(super) is_blocked: bool,
    pub(super) read: u64,
    pub(super) written: u64,
}

/// A command of the server to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Close if no request runs.
    CloseIfIdle = 1,
    /// Respond to the requests that run, then close.
    Finish = 2,
    /// Close at once.
    Close = 3,
}

impl Activity {
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            requests: self.requests.load(Relaxed),
            cancelled: self.cancelled.load(Relaxed),
            is_running: self.running.load(Relaxed) > 0,
            is_http2: self.is_http2.load(Relaxed),
            is_blocked: self.is_blocked.load(Relaxed) || self.waiting.load(Relaxed) > 0,
            read: self.read.load(Relaxed),
            written: self.written.load(Relaxed),
        }
    }

    /// Counts bytes that the socket has read. Only the task of the connection calls it.
    pub(crate) fn add_read(&self, bytes: usize) {
        let read = self.read.load(Relaxed) + bytes as u64;
        self.read.store(read, Relaxed);
    }

    /// Counts bytes that the socket has written; `None` if it cannot write now.
    pub(crate) fn add_written(&self, bytes: Option<usize>) {
        self.is_blocked.store(bytes.is_none(), Relaxed);
        let written = self.written.load(Relaxed) + bytes.unwrap_or(0) as u64;
        self.written.store(written, Relaxed);
    }

    pub(super) fn begin_request(&self, is_http2: bool) {
        self.requests.fetch_add(1, Relaxed);
        self.running.fetch_add(1, Relaxed);
        if is_http2 {
            self.is_http2.store(true, Relaxed);
        }
    }

    pub(super) fn end_request(&self) {
        self.running.fetch_sub(1, Relaxed);
        // A stream of HTTP/2 ends on a task of its own.
        if self.is_http2.load(Relaxed) {
            self.wake();
        }
    }

    pub(super) fn cancel_request(&self) {
        self.cancelled.fetch_add(1, Relaxed);
    }

    pub(super) fn begin_waiting(&self) {
        self.waiting.fetch_add(1, Relaxed);
    }

    pub(super) fn end_waiting(&self) {
        self.waiting.fetch_sub(1, Relaxed);
    }

    pub(super) fn begin_response(&self) {
        self.unsent.fetch_add(1, Relaxed);
    }

    pub(super) fn begin_sending(&self, bytes: usize) {
        self.unsent_bytes.fetch_add(bytes, Relaxed);
    }

    pub(super) fn end_response(&self, bytes: usize) {
        self.unsent.fetch_sub(1, Relaxed);
        self.unsent_bytes.fetch_sub(bytes, Relaxed);
        self.sent.notify_waiters();
    }

    /// Returns `true` if the connection has only a few unsent responses, which are always allowed: a browser that pauses one large
    /// download continues to send requests.
    pub(super) fn has_few_responses(&self) -> bool {
        self.unsent.load(Relaxed) < 8
    }

    /// Returns `true` unless the connection has many unsent responses, of more bytes than this in all.
    fn may_respond(&self, bytes: usize) -> bool {
        self.has_few_responses() || self.unsent_bytes.load(Relaxed) < bytes
    }

    /// Waits until the connection may send another response.
    pub(super) async fn room(&self, bytes: usize) {
        loop {
            let sent = self.sent.notified();
            if self.may_respond(bytes) {
                return;
            }
            sent.await;
        }
    }

    /// Sets the moment since which the connection is idle, from the start of the server.
    pub(super) fn set_idle_since(&self, since: Option<Duration>) {
        let millis = |since: Duration| u64::try_from(since.as_millis()).unwrap_or(u64::MAX - 1);
        let since = since.map_or(0, |since| millis(since) + 1);
        self.idle_since.store(since, Relaxed);
    }

    /// Returns a number that is smaller the longer the connection has been idle, and 0 if it is not idle.
    pub(crate) fn idle_since(&self) -> u64 {
        self.idle_since.load(Relaxed)
    }

    /// Notes that the task of the connection has ended, whose socket is no longer idle.
    pub(crate) fn end(&self) {
        self.idle_since.store(0, Relaxed);
        self.has_ended.store(true, Relaxed);
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended.load(Relaxed)
    }

    pub(crate) fn send(&self, command: Command) {
        self.command.fetch_max(command as u8, Relaxed);
        // Either this thread sees the waker, or `take_command` sees the command.
        fence(SeqCst);
        self.wake();
    }

    pub(super) fn take_command(&self) -> Option<Command> {
        if self.command.load(Relaxed) == 0 {
            return None;
        }
        match self.command.swap(0, Relaxed) {
            3 => Some(Command::Close),
            2 => Some(Command::Finish),
            _ => Some(Command::CloseIfIdle),
        }
    }

    /// Sets the waker of the connection's task, which is always the same. Call it before `take_command`.
    pub(super) fn register(&self, waker: &Waker) {
        if self.waker.get().is_none() {
            self.waker.get_or_init(|| waker.clone());
            fence(SeqCst);
        }
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.get() {
            waker.wake_by_ref();
        }
    }
}
