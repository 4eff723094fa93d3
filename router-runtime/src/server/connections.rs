//! The open connections of a server, and their largest number.

use super::activity::{Activity, Command};
use std::{
    cmp::Reverse,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::Notify, time::sleep};

/// The pause between two searches for an idle connection.
const PAUSE: Duration = Duration::from_millis(100);

/// The open connections of a server. They are closed when it is dropped.
#[derive(Debug, Default)]
pub(super) struct Connections {
    registry: Arc<Registry>,
}

/// The places for connections.
#[derive(Debug)]
pub(super) struct Places {
    registry: Arc<Registry>,
    max: usize,
    /// Connections that were idle at the last search, the one that was idle for longest at the end.
    idle: Vec<(u64, usize)>,
}

#[derive(Debug, Default)]
struct Registry {
    open: Mutex<Open>,
    /// Notified when a connection ends, and when its socket is closed.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Open {
    /// The connections at their places.
    places: Vec<Option<Arc<Activity>>>,
    free: Vec<usize>,
    /// The command to all connections, which later ones get, too.
    command: Option<Command>,
}

impl Open {
    fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    fn iter(&self) -> impl Iterator<Item = (usize, &Arc<Activity>)> {
        let places = self.places.iter().enumerate();
        places.filter_map(|(place, activity)| Some((place, activity.as_ref()?)))
    }
}

impl Registry {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send_to_all(&self, command: Command) {
        let mut open = self.open();
        open.command = Some(command);
        for (_, activity) in open.iter() {
            activity.send(command);
        }
    }

    /// Waits until the open connections meet a condition.
    async fn wait_until(&self, condition: impl Fn(&Open) -> bool) {
        loop {
            let changed = self.changed.notified();
            if condition(&self.open()) {
                return;
            }
            changed.await;
        }
    }
}

/// The place of a socket among the open ones. It belongs to the socket also after an upgrade.
#[derive(Debug)]
pub(super) struct ConnectionPlace {
    registry: Arc<Registry>,
    place: usize,
}

impl Drop for ConnectionPlace {
    fn drop(&mut self) {
        let mut open = self.registry.open();
        let activity = open.places[self.place].take();
        open.free.push(self.place);
        drop(open);
        drop(activity);
        self.registry.changed.notify_waiters();
    }
}

/// The end of a connection's task.
struct End {
    registry: Arc<Registry>,
    activity: Arc<Activity>,
}

impl Drop for End {
    fn drop(&mut self) {
        self.activity.end();
        self.registry.changed.notify_waiters();
    }
}

impl Places {
    pub(super) fn spawn(
        &self,
        activity: Arc<Activity>,
        connection: impl Future<Output = ()> + Send + 'static,
    ) {
        let end = End {
            registry: Arc::clone(&self.registry),
            activity,
        };
        tokio::spawn(async move {
            let _end = end;
            connection.await;
        });
    }

    /// Returns a place for one more connection. If there are too many, the one that has been idle for longest is closed; if none is
    /// idle, the newcomer has to wait.
    pub(super) async fn room(&mut self, activity: &Arc<Activity>) -> ConnectionPlace {
        let registry = Arc::clone(&self.registry);
        loop {
            let changed = registry.changed.notified();
            if let Some(place) = self.take_place(activity) {
                return place;
            }
            self.close_oldest_idle();
            tokio::select! {
                () = changed => {}
                () = sleep(PAUSE) => {}
            }
        }
    }

    fn take_place(&self, activity: &Arc<Activity>) -> Option<ConnectionPlace> {
        let mut open = self.registry.open();
        if open.len() >= self.max {
            return None;
        }
        if let Some(command) = open.command {
            activity.send(command);
        }
        let activity = Some(Arc::clone(activity));
        let place = if let Some(place) = open.free.pop() {
            open.places[place] = activity;
            place
        } else {
            open.places.push(activity);
            open.places.len() - 1
        };
        Some(ConnectionPlace {
            registry: Arc::clone(&self.registry),
            place,
        })
    }

    /// Closes the connection that has been idle for longest.
    ///
    /// One search finds the order for many newcomers: a connection that was used since then comes after those that were not.
    fn close_oldest_idle(&mut self) {
        if !self.close_next_idle() {
            let open = self.registry.open();
            let connections = open.iter();
            self.idle = connections
                .map(|(place, activity)| (activity.idle_since(), place))
                .filter(|(since, _)| *since > 0)
                .collect();
            drop(open);
            self.idle.sort_unstable_by_key(|(since, _)| Reverse(*since));
            self.close_next_idle();
        }
    }

    fn close_next_idle(&mut self) -> bool {
        let open = self.registry.open();
        while let Some((since, place)) = self.idle.pop() {
            let activity = open.places[place].as_ref();
            if let Some(activity) = activity.filter(|it| it.idle_since() == since) {
                activity.send(Command::CloseIfIdle);
                return true;
            }
        }
        false
    }
}

impl Connections {
    /// Returns the places for at most `max` connections.
    pub(super) fn places(&self, max: usize) -> Places {
        Places {
            registry: Arc::clone(&self.registry),
            max,
            idle: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.registry.open().len()
    }

    /// Lets every connection finish its requests, and waits for all of them, upgraded ones included.
    pub(super) async fn finish(&self) {
        self.registry.send_to_all(Command::Finish);
        self.registry.wait_until(|open| open.len() == 0).await;
    }

    /// Closes every connection that is not upgraded at once.
    pub(super) async fn abort(&self) {
        self.registry.send_to_all(Command::Close);
        let all_end = |open: &Open| open.iter().all(|(_, activity)| activity.has_ended());
        self.registry.wait_until(all_end).await;
    }
}

impl Drop for Connections {
    fn drop(&mut self) {
        self.registry.send_to_all(Command::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::{Activity, Command, Connections};
    use std::sync::Arc;

    /// The task that accepts connections is aborted, and runs to its next pause.
    #[test]
    fn a_connection_that_is_accepted_late_is_closed_as_the_others() {
        let connections = Connections::default();
        let places = connections.places(2);
        let open = || Arc::<Activity>::default();
        let (early, late) = (open(), open());
        let _early = places.take_place(&early);
        assert_eq!(early.take_command(), None);
        drop(connections);
        let _late = places.take_place(&late);
        assert_eq!(early.take_command(), Some(Command::Close));
        assert_eq!(late.take_command(), Some(Command::Close));
    }
}
