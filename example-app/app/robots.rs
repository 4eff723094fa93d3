//! # Special route handlers
//!
//! The rules for crawlers, at `/robots.txt`.
//!
//! ```console
//! $ curl -s http://localhost:3000/robots.txt
//! < 200
//! < content-type: text/plain
//! < cache-status: rcache; hit
//! User-Agent: *
//! Disallow: /admin
//!
//! Sitemap: http://localhost:3000/sitemap.xml
//! ```

use crate::{app, html::ORIGIN};
use router_runtime::metadata::{Robots, RobotsRule};

pub fn robots() -> Robots {
    Robots::new()
        .rule(RobotsRule::all().disallow(app::admin::href()))
        .sitemap(format!("{ORIGIN}/sitemap.xml"))
}
