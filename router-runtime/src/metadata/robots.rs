//! Rules for crawlers (RFC 9309).

use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use std::fmt;

/// Rules for crawlers, the response of `robots.rs`.
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
    /// Creates a file without rules, which allows everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule. Each crawler follows the rule with its name, otherwise the rule for all crawlers.
    #[must_use]
    pub fn rule(mut self, rule: RobotsRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Adds the absolute URL of a sitemap. There can be several.
    #[must_use]
    pub fn sitemap(mut self, url: impl Into<String>) -> Self {
        self.sitemaps.push(url.into());
        self
    }

    /// Sets the main host of a site with several hosts. Only some crawlers read it.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }
}

/// A rule of [`Robots`] for some or all crawlers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RobotsRule {
    user_agents: Vec<String>,
    allow: Vec<String>,
    disallow: Vec<String>,
    crawl_delay: Option<f32>,
}

impl RobotsRule {
    /// Creates a rule for all crawlers that no other rule names.
    pub fn all() -> Self {
        Self::default()
    }

    /// Creates a rule for the crawlers with these names.
    pub fn for_agents<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        Self {
            user_agents: names.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// Allows the paths that start with this one. Of several matching paths, the longest decides.
    #[must_use]
    pub fn allow(mut self, path: impl Into<String>) -> Self {
        self.allow.push(path.into());
        self
    }

    /// Disallows the paths that start with this one.
    #[must_use]
    pub fn disallow(mut self, path: impl Into<String>) -> Self {
        self.disallow.push(path.into());
        self
    }

    /// Sets the number of seconds between two requests. Only some crawlers read it.
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

/// Writes a line. Control characters in the value are percent-encoded, so that it cannot start another line.
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
