//! The README: the crate that its code blocks make up is written to disk, built, tested and asked.
//!
//! * A `rust` or `toml` block opens with a comment that names its file.
//! * A `console` block holds curl lines and their answers.
//! * `rust,compile_fail` blocks add files to the crate; the `text` block after them is what the compiler then says.

mod architecture;
mod blocks;
mod shown;
