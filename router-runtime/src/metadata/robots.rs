//! What crawlers may look at (RFC 9309).

use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use std::fmt;

/// What crawlers may look at, as `robots.rs` returns it.
///
/// ```
/// use router_runtime::metadata::{Robots, RobotsRule};
///
/// let robots = Robots::new()
///     .rule(RobotsRule::all().allow("/").disallow("/private/"))
///     .sitemap("https://acme.com/sitemap.xml");
/// assert_eq!(
///     robots.to_string(),
///     "User-Agent: *\nAllow: /\nDisallow: /private/\n\nSitemap: https://acme.com/sitemap.xml\n",
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    rules: Vec<RobotsRule>,
    host: Option<String>,
    sitemaps: Vec<String>,
}

impl Robots {
    /// Nothing is said, so everything is allowed.
    pub fn new() -> Self {
        Self::default()
    }

    /// What some crawlers may look at. Each follows the rule that names it, else the one for all.
    #[must_use]
    pub fn rule(mut self, rule: RobotsRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// The address of a sitemap, with its scheme and host; there may be several.
    #[must_use]
    pub fn sitemap(mut self, url: impl Into<String>) -> Self {
        self.sitemaps.push(url.into());
        self
    }

    /// The main host of a site with several, which some crawlers read.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }
}

/// What some crawlers may look at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RobotsRule {
    user_agents: Vec<String>,
    allow: Vec<String>,
    disallow: Vec<String>,
    crawl_delay: Option<f32>,
}

impl RobotsRule {
    /// A rule for all crawlers that no other rule names.
    pub fn all() -> Self {
        Self::default()
    }

    /// A rule for these crawlers, by their names.
    pub fn for_agents<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        Self {
            user_agents: names.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// Paths that may be looked at, by how they begin; the longest that fits decides.
    #[must_use]
    pub fn allow(mut self, path: impl Into<String>) -> Self {
        self.allow.push(path.into());
        self
    }

    /// Paths that may not.
    #[must_use]
    pub fn disallow(mut self, path: impl Into<String>) -> Self {
        self.disallow.push(path.into());
        self
    }

    /// The seconds between two requests, which some crawlers read.
    #[must_use]
    pub fn crawl_delay(mut self, seconds: f32) -> Self {
        self.crawl_delay = Some(seconds);
        self
    }
}

impl fmt::Display for Robots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for rule in &self.rules {
            if rule.user_agents.is_empty() {
                line(f, "User-Agent", "*")?;
            }
            for (name, values) in [
                ("User-Agent", &rule.user_agents),
                ("Allow", &rule.allow),
                ("Disallow", &rule.disallow),
            ] {
                for value in values {
                    line(f, name, value)?;
                }
            }
            if let Some(seconds) = rule.crawl_delay {
                line(f, "Crawl-delay", &seconds.to_string())?;
            }
            f.write_str("\n")?;
        }
        if let Some(host) = &self.host {
            line(f, "Host", host)?;
        }
        for sitemap in &self.sitemaps {
            line(f, "Sitemap", sitemap)?;
        }
        Ok(())
    }
}

/// A value cannot begin a line of its own: what would end its line is percent-encoded.
fn line(f: &mut fmt::Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    write!(f, "{name}: ")?;
    for piece in value.split_inclusive(char::is_control) {
        let end = piece.chars().next_back().filter(|end| end.is_control());
        f.write_str(piece.trim_end_matches(char::is_control))?;
        if let Some(end) = end {
            let mut bytes = [0; 4];
            for byte in end.encode_utf8(&mut bytes).bytes() {
                write!(f, "%{byte:02X}")?;
            }
        }
    }
    f.write_str("\n")
}

impl IntoResponse for Robots {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "text/plain")], self.to_string()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_host_and_sitemaps() {
        let robots = Robots::new()
            .rule(
                RobotsRule::for_agents(["Applebot", "Bingbot"])
                    .disallow("/x")
                    .crawl_delay(5.0),
            )
            .rule(RobotsRule::all().allow("/any"))
            .host("https://acme.com")
            .sitemap("https://acme.com/s1.xml")
            .sitemap("https://acme.com/s2.xml");
        assert_eq!(
            robots.to_string(),
            "User-Agent: Applebot\nUser-Agent: Bingbot\nDisallow: /x\nCrawl-delay: 5\n\n\
             User-Agent: *\nAllow: /any\n\n\
             Host: https://acme.com\nSitemap: https://acme.com/s1.xml\nSitemap: https://acme.com/s2.xml\n"
        );
    }

    #[test]
    fn a_value_stays_on_its_line() {
        let robots = Robots::new().rule(RobotsRule::all().disallow("/a\r\nAllow: /b\u{85}c"));
        assert_eq!(
            robots.to_string(),
            "User-Agent: *\nDisallow: /a%0D%0AAllow: /b%C2%85c\n\n"
        );
    }
}
