//! Bytes that no well-behaved client sends. The response is the right one or the connection is closed, the server continues, and its
//! memory is bounded.
//!
//! `HOSTILE=full` sends floods in full size, and `SOAK=900` lets all kinds of hostile clients act for 15 minutes.

mod floods;
mod messages;
mod process;
mod soak;
mod strangers;
mod streams;

use router_runtime::routes;

routes!("hostile/app");

/// The size of a flood: `full` if the variable `HOSTILE` is set, else `small`.
fn size(small: usize, full: usize) -> usize {
    match std::env::var_os("HOSTILE") {
        Some(_) => full,
        None => small,
    }
}
