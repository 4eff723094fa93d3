//! The README: the crate of its code blocks is written to disk, built, tested and run.
//!
//! * A `rust` or `toml` block opens with a comment that names its file.
//! * A `console` block holds `curl` lines and their responses.
//! * `rust,compile_fail` blocks add files to the crate; the `text` block after them is the compiler's message.

mod architecture;
mod blocks;
mod shown;
