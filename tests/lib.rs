//! The library of the test targets in this folder.
//!
//! | module | contents |
//! |---|---|
//! | [`fixture`] | crates that a test writes to disk, builds and runs |
//! | [`program`] | programs that a test builds with cargo and talks to over a socket |
//! | [`example_app`] | the example application as a running program |
//! | [`tool`] | programs that tests need and that are not Rust |
//! | [`transcript`] | `curl` lines with the expected responses below them |
//! | [`redis_server`] | Redis, and a proxy in front of it that misbehaves |
//! | [`upstream`] | a small server that speaks the `OpenAI` protocol |
//! | [`raw`] | a client that writes and reads bytes, and HTTP/2 frames |
//! | [`request`] and [`response`] | requests without a body, and responses whose body was read to its end |
//! | [`test_app`] | one application behind a socket, built through `service()` or `router()` |
//! | [`handlers`] | handlers that a test controls while they run |
//! | [`log`] and [`recorder`] | the log and the metrics of a test's thread |
//! | [`scan`] | requests for many paths once, which must not evict hot entries |
//! | [`wait`] | waiting for a state instead of for a time |

pub mod example_app;
pub mod fixture;
pub mod handlers;
pub mod log;
pub mod program;
pub mod raw;
pub mod recorder;
pub mod redis_server;
pub mod request;
pub mod response;
pub mod scan;
pub mod test_app;
pub mod tool;
pub mod transcript;
pub mod upstream;
pub mod wait;
