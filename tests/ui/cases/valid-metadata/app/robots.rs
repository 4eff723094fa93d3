use router_runtime::{metadata::*, prelude::*};

pub const dynamic: &str = "force-dynamic";

pub async fn robots(headers: HeaderMap) -> Robots {
    Robots::new().host(format!("{headers:?}"))
}

/// A helper.
pub fn sitemaps() {}
