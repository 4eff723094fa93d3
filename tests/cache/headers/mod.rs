//! The headers of responses, and the requests that depend on them.

mod conditional;
mod folders;
mod layers;
mod shared_caches;
