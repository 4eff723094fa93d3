//! The README and the guide: the applications on their pages are written to disk, built, tested and run.
//!
//! Each page shows one application, which becomes a package.
//!
//! * A `rust`, `toml`, `html`, `js` or `sql` block opens with a comment that names its file. Files that a page does not show are those of the
//!   chapter "Getting started". A `Cargo.toml` without `[package]` adds lines to that one.
//! * A `console` block contains `curl` lines and their responses.
//! * A `text` block with a table of routes is part of the log; one that begins with `$ cargo run --bin` is the output of that program.
//! * `rust,compile_fail` blocks add files to the application; the `text` block after them is the compiler's message.
//!
//! `GUIDE_ONLY="uploads login"` restricts the run to the pages whose names contain one of these words.

mod application;
mod architecture;
mod manifest;
mod mistakes;
mod page;
mod programs;
mod text;
