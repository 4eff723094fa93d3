use axum::extract::State;
use router_runtime::metadata::{Robots, RobotsRule};

pub async fn robots(State(site): State<&'static str>) -> Robots {
    Robots::new()
        .rule(RobotsRule::all().disallow("/private/"))
        .sitemap(format!("{site}/sitemap.xml"))
}
