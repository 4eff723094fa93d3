//! Compression of whole bodies.

use crate::cache::http::coding::Coding;
use flate2::{Compression, write::GzEncoder};
use std::io::{self, Write};

/// Bodies up to this size in bytes are compressed at a higher level. Each level takes some milliseconds and some MiB of memory, so that
/// requests for many paths do not occupy a processor for long; higher ones take up to a hundred times as much for some percent.
const SMALL: usize = 64 << 10;

/// The time that may be spent on a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Some milliseconds, while the application serves requests.
    Request,
    /// As much as it takes, in a build step.
    Build,
}

/// Returns a compressed body.
///
/// # Errors
///
/// Returns the error of the library.
pub(crate) fn encode(coding: Coding, body: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    let level = |build, small, large| match effort {
        Effort::Build => build,
        Effort::Request if body.len() <= SMALL => small,
        Effort::Request => large,
    };
    match coding {
        Coding::Brotli => {
            let params = brotli::enc::BrotliEncoderParams {
                quality: level(11, 7, 5),
                size_hint: body.len(),
                ..Default::default()
            };
            let mut compressed = Vec::new();
            brotli::BrotliCompress(&mut &*body, &mut compressed, &params)?;
            Ok(compressed)
        }
        Coding::Zstd => zstd::bulk::compress(body, level(19, 12, 6)),
        Coding::Gzip => {
            let level = level(9, 9, 6).unsigned_abs();
            let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
            encoder.write_all(body)?;
            encoder.finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn each_coding_gives_the_body_back() {
        for length in [0, 1, 1024, SMALL, SMALL + 1, 1 << 20] {
            let body: Vec<u8> = (0..length)
                .map(|at| b"0123456789\n"[at * at % 11])
                .collect();
            for (coding, effort) in Coding::ALL
                .into_iter()
                .flat_map(|coding| [(coding, Effort::Request), (coding, Effort::Build)])
            {
                let compressed = encode(coding, &body, effort).unwrap();
                let mut read = Vec::new();
                match coding {
                    Coding::Brotli => {
                        brotli::BrotliDecompress(&mut &*compressed, &mut read).unwrap();
                    }
                    Coding::Zstd => read = zstd::bulk::decompress(&compressed, length).unwrap(),
                    Coding::Gzip => {
                        let mut decoder = flate2::read::GzDecoder::new(&*compressed);
                        decoder.read_to_end(&mut read).unwrap();
                    }
                }
                assert!(read == body, "{coding:?}, {length} bytes");
                assert!(length < 1024 || compressed.len() < length / 4, "{coding:?}");
            }
        }
    }
}
