//! One public file.

use axum::http::Uri;
use std::path::{Path, PathBuf};
use tower_http::services::ServeDir;

/// A file of the list, with the compressed forms of the list: their endings and the options that send them.
#[derive(Clone, Debug)]
pub(super) struct PublicFile {
    /// The folder, without links.
    root: PathBuf,
    pub(super) uri: Uri,
    forms: Vec<Form>,
}

type Form = (&'static str, fn(ServeDir) -> ServeDir);

const FORMS: [Form; 3] = [
    (".br", ServeDir::precompressed_br),
    (".gz", ServeDir::precompressed_gzip),
    (".zst", ServeDir::precompressed_zstd),
];

impl PublicFile {
    /// Creates the file with this encoded path. `is_listed` returns whether the compressed form with an ending is in the list.
    pub(super) fn new(root: &Path, uri: &Uri, is_listed: impl Fn(&str) -> bool) -> Self {
        let forms = FORMS.into_iter().filter(|(ending, _)| is_listed(ending));
        Self {
            root: root.to_owned(),
            uri: uri.clone(),
            forms: forms.collect(),
        }
    }

    /// Returns the service that sends the file; `None` if the file has become a link that leads out of the folder. Compressed forms that
    /// have become such links are not sent. Reads the disk, which blocks.
    pub(super) fn service(&self) -> Option<ServeDir> {
        let path = percent_encoding::percent_decode_str(self.uri.path());
        let path = path.decode_utf8().ok()?;
        let leads_out = |ending: &str| {
            let file = self
                .root
                .join(format!("{}{ending}", path.trim_start_matches('/')));
            file.canonicalize()
                .is_ok_and(|real| !real.starts_with(&self.root))
        };
        if leads_out("") {
            return None;
        }
        let serve = ServeDir::new(&self.root).append_index_html_on_directories(false);
        let forms = self.forms.iter().filter(|(ending, _)| !leads_out(ending));
        Some(forms.fold(serve, |serve, (_, with_form)| with_form(serve)))
    }
}
