//! The README and the guide: the applications on their pages are written to disk, built, tested and run.
//!
//! Each page shows one application, which becomes a package.
//!
//! * A `rust` or `toml` block opens with a comment that names its file. Files that a page does not show are those of the chapter
//!   "Getting started". A `Cargo.toml` without `[package]` adds lines to that one.
//! * A `console` block contains `curl` lines and their responses.
//! * `rust,compile_fail` blocks add files to the application; the `text` block after them is the compiler's message.

mod application;
mod architecture;
mod manifest;
mod mistakes;
mod page;
mod programs;
mod text;
