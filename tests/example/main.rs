//! The example application: what its files say is what it does.
//!
//! Each file of its app folder opens with the section that it shows and with curl lines, whose answers stand below them
//! (the form is told in `transcript/mod.rs`). All of them are put to the running program, through a small client rather
//! than curl itself, so that the test needs no other program.

mod answers;
mod hostile;
mod reading;
mod route_files;
