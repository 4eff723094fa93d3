use router_runtime::metadata::{Robots, RobotsRule};

pub fn robots() -> Robots {
    Robots::new()
        .rule(
            RobotsRule::for_agents(["Googlebot"])
                .allow("/")
                .allow("/b")
                .disallow("/private/"),
        )
        .rule(
            RobotsRule::for_agents(["Applebot", "Bingbot"])
                .disallow("/x")
                .disallow("/y")
                .crawl_delay(5.0),
        )
        .rule(RobotsRule::all().allow("/any"))
        .host("https://acme.com")
        .sitemap("https://acme.com/sitemap.xml")
        .sitemap("https://acme.com/s2.xml")
}
