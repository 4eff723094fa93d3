//! Typed values for `sitemap.rs`, `robots.rs`, `manifest.rs`, `icon.rs` and the other metadata files.
//!
//! ```
//! // app/sitemap.rs
//! use router_runtime::metadata::{ChangeFrequency, Sitemap, SitemapUrl};
//!
//! pub async fn sitemap() -> Sitemap {
//!     Sitemap::new([
//!         SitemapUrl::new("https://acme.com").priority(1.0),
//!         SitemapUrl::new("https://acme.com/blog")
//!             .last_modified("2026-11-23")
//!             .change_frequency(ChangeFrequency::Daily),
//!     ])
//! }
//! ```
//!
//! The function has the name of the file, `apple_icon` in `apple-icon.rs`. It is a handler like any other: it can be async, take
//! `State`, `Path` and `Params`, and return a `Result` or any other response. Its response is generated once, as with
//! `dynamic = "error"`, unless the file exports `revalidate` or `dynamic = "force-dynamic"`. It is sent with the right content type,
//! `Cache-Control: public, max-age=0, must-revalidate` and a validator, so that conditional requests receive a 304. Headers that the
//! handler sets take precedence.
//!
//! | file | URL below its folder | static files |
//! |---|---|---|
//! | `sitemap.rs` | `sitemap.xml`; `sitemap/0.xml` with `generate_sitemaps` | `sitemap.xml` |
//! | `robots.rs` | `robots.txt`, in the root folder | `robots.txt` |
//! | `manifest.rs` | `manifest.webmanifest` | `manifest.webmanifest`, `manifest.json` |
//! | `icon.rs` | `icon` | `icon.ico`, `.jpg`, `.jpeg`, `.png`, `.svg` |
//! | `apple-icon.rs` | `apple-icon` | `apple-icon.jpg`, `.jpeg`, `.png` |
//! | `opengraph-image.rs` | `opengraph-image` | `opengraph-image.jpg`, `.jpeg`, `.png`, `.gif` |
//! | `twitter-image.rs` | `twitter-image` | `twitter-image.jpg`, `.jpeg`, `.png`, `.gif` |
//! | | | `favicon.ico`, in the root folder |
//!
//! Several images in one folder are numbered: `icon2.png`. Static files are compiled into the executable. The URL of a file in a route
//! group does not contain the group. See [metadata files](https://nextjs.org/docs/app/api-reference/file-conventions/metadata) in Next.js.

pub(crate) mod asset;
mod image;
mod manifest;
mod manifest_parts;
mod manifest_values;
mod members;
mod robots;
mod sitemap;
mod sitemap_id;
mod video;
mod xml;

pub use image::Image;
pub use manifest::Manifest;
pub use manifest_parts::{
    FileHandler, LaunchHandler, ManifestImage, ProtocolHandler, RelatedApplication, Screenshot,
    ShareTarget, Shortcut,
};
pub use manifest_values::{ClientMode, Dir, Display, FormFactor, Orientation};
pub use robots::{Robots, RobotsRule};
pub use sitemap::{ChangeFrequency, LastModified, Sitemap, SitemapUrl};
pub use sitemap_id::{SitemapId, SitemapIdRejection};
pub use video::Video;

pub(crate) use image::sniffed;
