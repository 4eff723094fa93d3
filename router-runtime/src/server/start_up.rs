//! Starting up: work that runs while the first requests are served.

use super::readiness::{Readiness, Stage};
use std::{
    future::{Future, poll_fn},
    task::Poll,
    time::Duration,
};
use tokio::{task::JoinSet, time::timeout};

/// Runs the work in a task, which is aborted when the returned value is dropped. The server is ready when the work has ended, or after
/// the deadline.
pub(super) async fn run_in_background(
    work: impl Future<Output = ()> + Send + 'static,
    deadline: Duration,
    readiness: Vec<Readiness>,
) -> JoinSet<()> {
    let mut task = JoinSet::new();
    let mut work = Box::pin(work);
    let become_ready = move || {
        Readiness::enter_all(&readiness, Stage::Ready);
        tracing::info!("ready");
    };
    // A server without work is ready before its first connection.
    if poll_fn(|context| Poll::Ready(work.as_mut().poll(context).is_ready())).await {
        become_ready();
        return task;
    }
    task.spawn(async move {
        // In a task of its own, it may panic.
        let mut running = JoinSet::new();
        running.spawn(work);
        if timeout(deadline, running.join_next()).await.is_err() {
            tracing::warn!("prerendering continues: it has not ended within {deadline:?}");
        }
        become_ready();
        while running.join_next().await.is_some() {}
    });
    task
}
