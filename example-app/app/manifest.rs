//! # Special route handlers
//!
//! The manifest describes the shop as an installable application. `member` sets members that have no
//! method.
//!
//! ```console
//! $ curl -s http://localhost:3000/manifest.webmanifest
//! < 200
//! < content-type: application/manifest+json
//! {"name":"The shop","start_url":"/","display":"standalone","icons":[{"sizes":"any","src":"/icon"}]}
//! ```

use crate::app;
use router_runtime::metadata::{Display, Manifest, ManifestImage};

pub async fn manifest() -> Manifest {
    Manifest::new("The shop")
        .start_url(&app::href())
        .display(Display::Standalone)
        .icon(ManifestImage::new(&app::icon::href()).sizes("any"))
}
