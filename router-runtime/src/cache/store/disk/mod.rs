//! A file behind the memory of one process: entries, invalidations and their epoch live and die together.
//!
//! One thread opens the file and writes it ([`worker`]). Requests put their changes into a queue ([`queue`]) and read in tasks that may
//! block. Entries are written behind, in batches; an invalidation is on the disk before it is acknowledged.
//!
//! A file that cannot be used now is tried again each second. Meanwhile the tier is unavailable, and invalidations are queued.

mod batch;
mod open;
mod paths;
mod queue;
mod read;
mod state;
mod tables;
mod tier;
mod value;
mod worker;
mod write;

pub(crate) use self::tier::Disk;
