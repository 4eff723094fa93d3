//! Compression of responses.

use super::AppBuilder;
use crate::routing::{app::compress::Compress, entry::PublicFolder};
use std::{io, sync::OnceLock};
use tower::layer::layer_fn;

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Sets whether cached responses are sent compressed to clients that accept it (`Accept-Encoding`, RFC 9110, section 12.5.3). By
    /// default they are, if the feature `compression` is enabled.
    ///
    /// * Bodies of text of 1 KiB and more have a form for each of `br`, `zstd` and `gzip`. The first request for a form gets the plain body
    ///   while a thread of the blocking pool compresses it; later ones get the form until the entry is replaced. A background revalidation
    ///   makes one form of the new entry: that of the client that caused it.
    /// * A form has an entity tag of its own: `"x-br"` for `"x"`. A condition with a tag applies to the form with that tag; a condition with
    ///   a date, which all forms share, to the plain body.
    /// * Forms count towards [`max_bytes`](crate::CacheOptions::max_bytes).
    /// * A response with `Content-Encoding`, `Cache-Control: no-transform`, or a digest of its body has no forms.
    /// * A `middleware.rs` sees the compressed body, with its `Content-Encoding`.
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// // The proxy in front compresses.
    /// let service = app::builder().compression(false).service();
    /// ```
    #[must_use]
    pub fn compression(mut self, compress: bool) -> Self {
        self.options.compress = compress;
        self.engine = OnceLock::new();
        self
    }

    /// Adds a [layer](Self::layer) that compresses responses that are not cached, each time they are sent, for clients that accept it:
    /// bodies of text of 1 KiB and more, and of unknown length, which are flushed whenever the handler pauses.
    ///
    /// A response with a strong `ETag` is sent unchanged, because the tag names the bytes of the handler. The same applies to
    /// `text/event-stream`, ranges, public files, and responses with `Content-Encoding` or `Cache-Control: no-transform`.
    ///
    /// Compression reveals to somebody who can read the length of encrypted responses if two parts of a body are equal. Do not use it for
    /// pages that contain both a secret, such as a token, and text from the request (the attack BREACH).
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// let service = app::builder().compress_uncached().service();
    /// ```
    #[must_use]
    pub fn compress_uncached(self) -> Self {
        self.layer(layer_fn(Compress::new))
    }

    /// Writes the compressed forms of the [public files](Self::public_dir) next to them, for a build step: `.br`, `.zst` and `.gz`. Returns
    /// the number of forms.
    ///
    /// Files of text of 1 KiB and more get forms, at the highest levels, which take about a second for a megabyte. Existing forms are
    /// replaced, or removed if the file is shorter or the new form would not be smaller. A form has the permissions of its file.
    /// An application that is built afterwards sends the form that the client prefers.
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// # async fn build_step() -> std::io::Result<()> {
    /// let forms = app::builder().compress_public().await?;
    /// println!("{forms} compressed forms");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error, with the path, if a file cannot be read or changes meanwhile, or if a form cannot be written. Also if the folder
    /// does not exist, although it existed when the program was built.
    pub async fn compress_public(&self) -> io::Result<usize> {
        match PublicFolder::find(self.public_dir.clone(), self.definition.public) {
            Ok(Some(folder)) => folder.write_forms().await,
            Ok(None) => Ok(0),
            Err(missing) => Err(io::Error::new(io::ErrorKind::NotFound, missing.to_string())),
        }
    }
}
