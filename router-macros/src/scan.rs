//! The app folder as a sorted list of files; the only door to the disk.

/// One file that has a meaning to the router.
#[derive(Debug)]
pub(crate) struct AppFile {
    /// Relative to the app folder, `/`-separated: `items/[slug]/route.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
}
