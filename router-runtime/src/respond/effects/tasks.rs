//! Tasks that run after a response.

use crate::{
    href::{LinkStyle, with_links},
    observe::Indented,
    respond::{error::Error, panic_message::panic_message},
};
use axum::{
    body::{Body, Bytes, HttpBody},
    response::{IntoResponse, Response},
};
use hyper::body::{Frame, SizeHint};
use std::{
    fmt,
    future::{Future, poll_fn},
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};
use tokio::{runtime::Handle, sync::Notify};

/// The most tasks of one request.
const PER_REQUEST: usize = 64;

/// The most waiting and running tasks of one application.
const PER_APPLICATION: usize = 4096;

/// The error of a task above the limit of its request or its application.
#[derive(Clone, Copy, Debug)]
pub struct AfterFullError;

impl fmt::Display for AfterFullError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "too many tasks: `After` accepts {PER_REQUEST} tasks per request and {PER_APPLICATION} per application"
        )
    }
}

impl std::error::Error for AfterFullError {}

impl IntoResponse for AfterFullError {
    fn into_response(self) -> Response {
        Error::from(self).into_response()
    }
}

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The number of waiting and running tasks of one application.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    count: AtomicUsize,
    finished: Notify,
}

impl Pending {
    fn count_one(self: &Arc<Self>) -> Option<Counted> {
        let count = |count| (count < PER_APPLICATION).then_some(count + 1);
        let (set, fetch) = (Ordering::AcqRel, Ordering::Acquire);
        self.count.fetch_update(set, fetch, count).ok()?;
        Some(Counted(Arc::clone(self)))
    }

    /// Waits until no task is left.
    pub(crate) async fn finished(&self) {
        loop {
            let finished = self.finished.notified();
            if self.count.load(Ordering::Acquire) == 0 {
                return;
            }
            finished.await;
        }
    }
}

/// A counted task, until it is dropped.
struct Counted(Arc<Pending>);

impl Drop for Counted {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.finished.notify_waiters();
        }
    }
}

/// The tasks of one request.
pub(crate) struct Tasks {
    pending: Arc<Pending>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: Vec<(Task, Counted)>,
    /// The runtime that spawns the tasks: a response may be dropped outside of it.
    runtime: Option<Handle>,
    is_used: bool,
    is_sent: bool,
}

impl Tasks {
    pub(super) fn new(pending: Arc<Pending>) -> Self {
        Self {
            pending,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(
        &self,
        task: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), AfterFullError> {
        let mut state = self.state();
        if state.waiting.len() >= PER_REQUEST {
            return Err(AfterFullError);
        }
        let counted = self.pending.count_one().ok_or(AfterFullError)?;
        state.runtime = Handle::try_current().ok().or(state.runtime.take());
        state.waiting.push((with_current_links(task), counted));
        if state.is_sent {
            state.start();
        }
        Ok(())
    }

    pub(crate) fn mark_used(&self) {
        self.state().is_used = true;
    }

    pub(super) fn is_used(&self) -> bool {
        self.state().is_used
    }

    /// Starts the tasks: the response was sent, or never will be. Later tasks start at once.
    pub(super) fn start_all(&self) {
        let mut state = self.state();
        state.is_sent = true;
        state.start();
    }
}

/// Lets a task make links as the handler that adds it.
fn with_current_links(task: impl Future<Output = ()> + Send + 'static) -> Task {
    match LinkStyle::current() {
        Some(style) => Box::pin(with_links(Some(style), task)),
        None => Box::pin(task),
    }
}

impl State {
    fn start(&mut self) {
        let tasks = mem::take(&mut self.waiting);
        if tasks.is_empty() {
            return;
        }
        let all = async move {
            for (task, counted) in tasks {
                run(task).await;
                drop(counted);
            }
        };
        if let Some(runtime) = &self.runtime {
            runtime.spawn(all);
        }
    }
}

/// Runs a task. A panic ends only this task.
async fn run(mut task: Task) {
    let result =
        poll_fn(
            |context| match catch_unwind(AssertUnwindSafe(|| task.as_mut().poll(context))) {
                Ok(Poll::Pending) => Poll::Pending,
                Ok(Poll::Ready(())) => Poll::Ready(Ok(())),
                Err(panic) => Poll::Ready(Err(panic)),
            },
        );
    if let Err(panic) = result.await {
        let message = panic_message(&*panic);
        tracing::error!("a task of `After` panicked: {}", Indented(message));
    }
}

/// A body that starts tasks when it is dropped: after its last byte, or when the client has gone away.
pub(super) struct BodyWithTasks<G> {
    pub(super) body: Body,
    /// Starts the tasks when it is dropped.
    pub(super) _sent: G,
}

impl<G: Unpin> HttpBody for BodyWithTasks<G> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
