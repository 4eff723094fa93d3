//! The headers of responses, and the requests that depend on them.

mod conditional;
mod shared_caches;
