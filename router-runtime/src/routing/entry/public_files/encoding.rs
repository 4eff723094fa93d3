//! The compressed forms of public files: files with the name of another one, and an ending.

use crate::cache::Coding;
use tower_http::services::ServeDir;

/// Returns the ending of the name of a form; `None` is the file itself.
pub(super) fn ending(coding: Option<Coding>) -> &'static str {
    match coding {
        None => "",
        Some(Coding::Brotli) => ".br",
        Some(Coding::Zstd) => ".zst",
        Some(Coding::Gzip) => ".gz",
    }
}

/// Lets `ServeDir` send a form.
pub(super) fn enable(coding: Coding, serve: ServeDir) -> ServeDir {
    match coding {
        Coding::Brotli => serve.precompressed_br(),
        Coding::Zstd => serve.precompressed_zstd(),
        Coding::Gzip => serve.precompressed_gzip(),
    }
}
