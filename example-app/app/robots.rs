//! # Special files
//!
//! What crawlers may look at.
//!
//! ```console
//! $ curl -s http://localhost:3000/robots.txt
//! < 200
//! < content-type: text/plain
//! User-Agent: *
//! Allow: /
//! Disallow: /admin
//!
//! Sitemap: http://localhost:3000/sitemap.xml
//! ```

use router_runtime::metadata::{Robots, RobotsRule};

pub async fn robots() -> Robots {
    Robots::new()
        .rule(RobotsRule::all().allow("/").disallow("/admin"))
        .sitemap("http://localhost:3000/sitemap.xml")
}
