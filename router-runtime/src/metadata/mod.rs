//! What crawlers and browsers ask of a site beside its pages: typed values for `sitemap.rs`, `robots.rs`, `manifest.rs`, `icon.rs`
//! and their like.
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
//! The handler of such a file is one like any other: it may be async, take `State`, `Path` and `Params`, and return a `Result` or
//! anything else that is a response. Its answer is made once, as if the file said `dynamic = "error"`; a file that exports
//! `revalidate` or `dynamic = "force-dynamic"` is obeyed. It goes out with the right type,
//! `Cache-Control: public, max-age=0, must-revalidate` and a validator, so that whoever has it is told so with a 304.
//! What a handler says itself is kept.
//!
//! | file | URL below its folder | or, as it is |
//! |---|---|---|
//! | `sitemap.rs` | `sitemap.xml`; `sitemap/0.xml` with `generate_sitemaps` | `sitemap.xml` |
//! | `robots.rs` | `robots.txt`, at the root | `robots.txt` |
//! | `manifest.rs` | `manifest.webmanifest` | `manifest.webmanifest`, `manifest.json` |
//! | `icon.rs` | `icon` | `icon.ico`, `.jpg`, `.jpeg`, `.png`, `.svg` |
//! | `apple-icon.rs` | `apple-icon` | `apple-icon.jpg`, `.jpeg`, `.png` |
//! | `opengraph-image.rs` | `opengraph-image` | `opengraph-image.jpg`, `.jpeg`, `.png`, `.gif` |
//! | `twitter-image.rs` | `twitter-image` | `twitter-image.jpg`, `.jpeg`, `.png`, `.gif` |
//! | | | `favicon.ico`, at the root |
//!
//! The function is named after the file: `apple_icon` in `apple-icon.rs`. Several images in a folder are numbered, `icon2.png`.
//! What is sent as it is becomes part of the program. The URL of a file in a route group is that without the group.

pub(crate) mod asset;
mod image;
mod manifest;
mod members;
mod robots;
mod sitemap;
mod sitemap_id;
mod video;
mod xml;

pub use image::Image;
pub use manifest::{
    ClientMode, Dir, Display, FileHandler, FormFactor, LaunchHandler, Manifest, ManifestImage,
    Orientation, ProtocolHandler, RelatedApplication, Screenshot, ShareTarget, Shortcut,
};
pub use robots::{Robots, RobotsRule};
pub use sitemap::{ChangeFrequency, LastModified, Sitemap, SitemapUrl};
pub use sitemap_id::{SitemapId, SitemapIdRejection};
pub use video::Video;

pub(crate) use image::sniffed;
