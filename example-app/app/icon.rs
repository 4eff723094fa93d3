//! # Special route handlers
//!
//! `icon.rs` generates an image. `favicon.ico` in the same folder and the files of `public/` are static.
//!
//! ```console
//! $ curl -s http://localhost:3000/icon
//! < 200
//! < content-type: image/svg+xml
//! <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>
//! $ curl -s -I http://localhost:3000/favicon.ico
//! < 200
//! < content-type: image/x-icon
//! $ curl -s http://localhost:3000/about.txt
//! < 200
//! < cache-control: public, max-age=0
//! The shop sells pens, ink and notebooks.
//! ```

use router_runtime::metadata::Image;

pub async fn icon() -> Image {
    Image::svg(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>"#,
    )
}
