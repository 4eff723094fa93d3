//! The open connections of a server, and their largest number.

use super::connection::{Activity, Command};
use std::{cmp::Reverse, collections::HashMap, sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{Id, JoinError, JoinSet},
    time::sleep,
};

/// The pause between two searches for an idle connection.
const PAUSE: Duration = Duration::from_millis(100);

/// The open connections of a server.
#[derive(Debug)]
pub(super) struct Connections {
    tasks: JoinSet<()>,
    open: HashMap<Id, Arc<Activity>>,
    /// Connections that were idle at the last search, the one that was idle for longest at the end.
    idle: Vec<(u64, Id)>,
    /// A permit belongs to a socket, also after an upgrade.
    capacity: Arc<Semaphore>,
    max: u32,
}

impl Connections {
    pub(super) fn new(max: usize) -> Self {
        let max = u32::try_from(max).unwrap_or(u32::MAX);
        Self {
            tasks: JoinSet::new(),
            open: HashMap::new(),
            idle: Vec::new(),
            capacity: Arc::new(Semaphore::new(max as usize)),
            max,
        }
    }

    pub(super) fn len(&self) -> usize {
        (self.max as usize).saturating_sub(self.capacity.available_permits())
    }

    pub(super) fn spawn(
        &mut self,
        activity: Arc<Activity>,
        connection: impl Future<Output = ()> + Send + 'static,
    ) {
        let task = self.tasks.spawn(connection);
        self.open.insert(task.id(), activity);
    }

    /// Waits until a connection is closed. Returns `None` if all are closed.
    pub(super) async fn closed(&mut self) -> Option<()> {
        let id = match self.tasks.join_next_with_id().await? {
            Ok((id, ())) => id,
            Err(error) => JoinError::id(&error),
        };
        self.open.remove(&id);
        Some(())
    }

    /// Returns a permit for one more connection. If there are too many, the one that has been idle for longest is closed; if none is
    /// idle, the permit has to wait.
    pub(super) async fn room(&mut self) -> OwnedSemaphorePermit {
        loop {
            let capacity = Arc::clone(&self.capacity);
            if let Ok(permit) = capacity.clone().try_acquire_owned() {
                return permit;
            }
            self.close_oldest_idle();
            tokio::select! {
                Ok(permit) = capacity.acquire_owned() => return permit,
                Some(()) = self.closed() => {}
                () = sleep(PAUSE) => {}
            }
        }
    }

    /// Closes the connection that has been idle for longest.
    ///
    /// One search finds the order for many newcomers: a connection that was used since then comes after those that were not.
    fn close_oldest_idle(&mut self) {
        if !self.close_next_idle() {
            let open = self.open.iter();
            self.idle = open
                .map(|(id, activity)| (activity.idle_since(), *id))
                .filter(|(since, _)| *since > 0)
                .collect();
            self.idle.sort_unstable_by_key(|(since, _)| Reverse(*since));
            self.close_next_idle();
        }
    }

    fn close_next_idle(&mut self) -> bool {
        while let Some((since, id)) = self.idle.pop() {
            let activity = self.open.get(&id);
            if let Some(activity) = activity.filter(|it| it.idle_since() == since) {
                activity.send(Command::CloseIfIdle);
                return true;
            }
        }
        false
    }

    /// Lets every connection finish its requests, and waits for all of them, upgraded ones included.
    pub(super) async fn finish(&mut self) {
        for activity in self.open.values() {
            activity.send(Command::Finish);
        }
        while self.closed().await.is_some() {}
        // The semaphore is never closed.
        let _ = self.capacity.acquire_many(self.max).await;
    }

    /// Closes every connection at once.
    pub(super) async fn abort(&mut self) {
        self.tasks.shutdown().await;
    }
}
