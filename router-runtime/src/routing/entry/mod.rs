//! The steps before a route is matched: base path, redirects and headers by rule, public files.

mod decide;
mod public_files;
mod redirect;

pub(crate) use decide::{Decision, Entry};
pub(crate) use public_files::{MissingFolder, PublicFiles, PublicFolder};
pub(crate) use redirect::moved_permanently;
