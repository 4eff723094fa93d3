//! The steps before a route is matched: host, base path, redirects and headers by rule, public files.

mod decide;
mod host;
mod public_files;
mod readiness;
mod redirect;

pub(crate) use decide::{Decision, EntryRules};
pub(crate) use host::{HostRule, has_valid_host};
pub use public_files::BuiltWithPublic;
pub(crate) use public_files::{MissingFolder, PublicFiles, PublicFolder};
pub(crate) use readiness::ReadinessPath;
pub(crate) use redirect::{has_lost_slash, moved_permanently, path_as_sent};
