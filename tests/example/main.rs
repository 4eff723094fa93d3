//! The example application: every transcript in its files is true.
//!
//! Each file of its app folder opens with the section that it shows and with `curl` lines and their responses (see
//! [`router_tests::transcript`]). The tests send all of them to the running program, through a small client instead of `curl`.

mod database;
mod hostile;
mod reading;
mod route_files;
mod served;
