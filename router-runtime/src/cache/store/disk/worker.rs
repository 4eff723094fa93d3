//! The thread that opens the file and writes it.

use super::{
    batch::Batch,
    open::{self, OpenError, Opened},
    queue::Next,
    state::DiskState,
    write::Writer,
};
use redb::{Database, Durability};
use std::{
    mem::take,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Weak, atomic::Ordering, mpsc::Sender},
    thread,
    time::Duration,
};
use tokio::time::Instant;

/// The time between two attempts to open the file.
const RETRY: Duration = Duration::from_secs(1);

pub(super) struct Worker {
    shared: Arc<DiskState>,
    database: Option<Arc<Database>>,
    /// The kind of the error that was logged last, if the file is not open.
    reported: Option<Kind>,
    /// `true` if another process had the file since this one had it.
    was_in_use: bool,
}

impl Worker {
    pub(super) fn new(shared: Arc<DiskState>) -> Self {
        Self {
            shared,
            database: None,
            reported: None,
            was_in_use: false,
        }
    }

    /// Runs until the queue is closed. `opened` receives a message after the first attempt to open the file.
    pub(super) fn run(mut self, opened: &Sender<()>) {
        self.open_or_report();
        let _ = opened.send(());
        loop {
            if self.database.is_none() && !self.open_again() {
                return;
            }
            match self.shared.queue.next() {
                Next::Write { batch, is_durable } => self.write(batch, is_durable),
                Next::Reopen => self.give_up(),
                Next::Close(batch) => {
                    self.write(batch, true);
                    self.give_up();
                    return;
                }
            }
        }
    }

    /// Tries to open the file until that succeeds. Returns `false` if the queue is closed before.
    fn open_again(&mut self) -> bool {
        loop {
            self.shared.queue.degrade();
            if self.shared.queue.is_closed_within(RETRY) {
                return false;
            }
            self.open_or_report();
            if self.database.is_some() {
                let path = self.shared.path.display();
                tracing::info!("the file of the cache {path} is open");
                // The other process may have invalidated what this one has in memory.
                if take(&mut self.was_in_use)
                    && let Some(local) = self.shared.local.get().and_then(Weak::upgrade)
                {
                    local.invalidate_all();
                }
                return true;
            }
        }
    }

    /// Tries to open the file. An error is logged unless it is of the kind that was logged last.
    fn open_or_report(&mut self) {
        match open::open(&self.shared.path) {
            Ok(opened) => {
                self.use_file(opened);
                self.reported = None;
            }
            Err(error) => {
                let kind = Some(Kind::of(&error));
                self.was_in_use |= kind == Some(Kind::InUse);
                if self.reported != kind {
                    let path = self.shared.path.display();
                    tracing::error!(
                        "the file of the cache {path} cannot be opened: {error}; the application serves without it and tries again"
                    );
                }
                self.reported = kind;
            }
        }
    }

    fn use_file(&mut self, opened: Opened) {
        let Opened {
            database,
            nonce,
            epoch,
        } = opened;
        let shared = &self.shared;
        shared.queue.renumber(epoch, &shared.epoch);
        shared.nonce.store(nonce, Ordering::Release);
        self.database = Some(Arc::new(database));
        self.publish();
    }

    /// Lets readers use the file, if it has all invalidations.
    fn publish(&self) {
        if let Some(database) = &self.database {
            self.shared.queue.publish(database);
        }
    }

    /// Closes the file after its last reader.
    fn give_up(&mut self) {
        self.shared.queue.withdraw();
        let Some(database) = self.database.take() else {
            return;
        };
        let deadline = Instant::now() + RETRY;
        while Arc::strong_count(&database) > 1 && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn write(&mut self, mut batch: Batch, is_durable: bool) {
        let Some(database) = self.database.clone() else {
            return self.shared.queue.take_back(batch);
        };
        let written = catch_unwind(AssertUnwindSafe(|| {
            self.try_write(&database, &batch, is_durable)
        }));
        drop(database);
        let error = match written {
            Ok(Ok(())) => {
                // Before the acknowledgements: an entry of the batch that was refused is not found any more.
                self.shared.queue.written(is_durable);
                self.publish();
                for invalidation in &mut batch.invalidations {
                    if let Some(accepted) = invalidation.accepted.take() {
                        let _ = accepted.send(Ok(()));
                    }
                }
                for flushed in batch.flushed {
                    let _ = flushed.send(());
                }
                return;
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "its structure is broken".to_owned(),
        };
        let path = self.shared.path.display();
        tracing::error!("the file of the cache {path} cannot be written: {error}");
        self.give_up();
        self.shared.queue.take_back(batch);
    }

    fn try_write(
        &self,
        database: &Database,
        batch: &Batch,
        is_durable: bool,
    ) -> Result<(), redb::Error> {
        let shared = &self.shared;
        let mut transaction = database.begin_write()?;
        let durability = if is_durable {
            Durability::Immediate
        } else {
            Durability::None
        };
        transaction.set_durability(durability)?;
        // Every invalidation up to this epoch is in this batch or an earlier one, or else in no entry's past.
        let epoch = shared.epoch.load(Ordering::Acquire);
        let mut writer = Writer::open(&transaction, shared.now())?;
        if batch.is_incomplete {
            let nonce = open::new_nonce();
            writer.clear(nonce, epoch)?;
            shared.nonce.store(nonce, Ordering::Release);
        }
        writer.write(batch, epoch, shared.max_bytes, |key| {
            shared.queue.last_of_path(key)
        })?;
        transaction.commit()?;
        Ok(())
    }
}

/// The kind of an error, which is reported once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    InUse,
    Other(Option<std::io::ErrorKind>),
}

impl Kind {
    fn of(error: &OpenError) -> Self {
        match error {
            OpenError::InUse => Self::InUse,
            OpenError::Io(error) => Self::Other(Some(error.kind())),
            OpenError::Damaged(_) | OpenError::TooNew => Self::Other(None),
        }
    }
}
