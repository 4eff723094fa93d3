//! Faults that the history checker in `tests/stores/history` has to find. They are compiled with
//! `--cfg router_seeded_faults` only.

use std::{env, sync::OnceLock};

/// A fault, which the variable `SEEDED_FAULT` chooses by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SeededFault {
    /// The epoch of the tier is read after the handler has run.
    LateEpoch,
    /// An invalidation is acknowledged before the server has it.
    EarlyAcknowledgement,
    /// A record is stored without the lease.
    UnfencedStore,
    /// The log is continued at its end after a connection was lost.
    SkippedLog,
    /// Unconfirmed entries are sent forever.
    EndlessGrace,
}

impl SeededFault {
    pub(crate) fn is_on(self) -> bool {
        static NAME: OnceLock<String> = OnceLock::new();
        let name = NAME.get_or_init(|| env::var("SEEDED_FAULT").unwrap_or_default());
        *name == format!("{self:?}")
    }
}
