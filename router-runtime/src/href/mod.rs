//! The path of a link.

mod link_style;

pub(crate) use link_style::{LinkStyle, Scope, with_links};

use crate::matching::{Segment, percent};
use std::fmt::{Display, Write};

/// The segment written for a value that cannot be a segment. Browsers do not normalize it, and the router rejects it.
const IMPOSSIBLE: &str = "%00";

/// A builder of paths, segment by segment, that generated `href` functions use.
///
/// Values are escaped, so that each value becomes exactly one segment. Three values cannot be a segment: the empty string, `.`
/// and `..`. Browsers would resolve a link with one of them, escaped or not, to *another* page. Such a value is written as `%00`,
/// to which the router responds with 400.
///
/// ```
/// use router_runtime::Href;
///
/// let path = Href::new().push_static("items").one("a b/c").finish();
/// assert_eq!(path, "/items/a%20b%2Fc");
/// let path = Href::new().push_static("shop").many(["x", "é"]).finish();
/// assert_eq!(path, "/shop/x/%C3%A9");
/// assert_eq!(Href::new().finish(), "/");
/// ```
///
/// In handlers, middleware, layouts and tasks of `After`, a link begins with the base path of the application, and ends with a slash in
/// the mode [`TrailingSlash::Add`](crate::TrailingSlash::Add). Elsewhere, such as in `main` or in a test, the application is not known,
/// and a link is the path that the route matches.
#[derive(Clone, Debug, Default)]
pub struct Href {
    path: String,
    /// The rest of the pattern.
    pattern: &'static str,
}

impl Href {
    /// Returns the path of the root.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts the path of a pattern such as `/items/[slug]`. Static folders are added automatically; the caller appends a value for
    /// each parameter.
    ///
    /// ```
    /// use router_runtime::Href;
    ///
    /// assert_eq!(Href::to("/items/[slug]/my reviews").one("a").finish(), "/items/a/my%20reviews");
    /// ```
    pub fn to(pattern: &'static str) -> Self {
        let path = String::new();
        Self { path, pattern }.folders()
    }

    /// Appends the decoded name of a static folder.
    #[must_use]
    pub fn push_static(mut self, name: &'static str) -> Self {
        self.push(&name);
        self
    }

    /// Appends the value of a `[x]`.
    #[must_use]
    pub fn one(mut self, value: impl Display) -> Self {
        self.push(&value);
        self.folders()
    }

    fn push(&mut self, value: &dyn Display) {
        self.path.push('/');
        let start = self.path.len();
        // If `Display` fails, the text written before the failure is the value.
        let _ = write!(Escaping(&mut self.path), "{value}");
        if matches!(&self.path[start..], "" | "." | "..") {
            self.path.truncate(start);
            self.path.push_str(IMPOSSIBLE);
        }
    }

    /// Appends the static folders up to the next parameter, and skips the parameter.
    fn folders(mut self) -> Self {
        while let Some(rest) = self.pattern.strip_prefix('/') {
            let (segment, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            self.pattern = rest;
            match Segment::parse_one(segment) {
                Segment::Static("") => {}
                Segment::Static(name) => self.push(&name),
                _ => break,
            }
        }
        self
    }

    /// Appends the segments of a `[[...x]]`. Without segments, the path is that of the folder.
    #[must_use]
    pub fn many(mut self, values: impl IntoIterator<Item = impl Display>) -> Self {
        values.into_iter().for_each(|value| self.push(&value));
        self.folders()
    }

    /// Appends the segments of a `[...x]`. A catch-all needs at least one segment; without one, `%00` is written.
    #[must_use]
    pub fn one_or_more(self, values: impl IntoIterator<Item = impl Display>) -> Self {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return self.one("");
        }
        self.many(values)
    }

    /// Returns the link, `/` for the root.
    pub fn finish(self) -> String {
        match LinkStyle::current() {
            Some(style) => style.link(&self.path()),
            None => self.path(),
        }
    }

    /// Returns the path that the route matches.
    pub(crate) fn path(self) -> String {
        if self.path.is_empty() {
            String::from("/")
        } else {
            self.path
        }
    }
}

struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.push_str(&percent::encode_segment(text));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Href;

    #[test]
    fn one_value_is_one_segment() {
        let cases = [
            ("a", "/a"),
            ("a b", "/a%20b"),
            ("a/b", "/a%2Fb"),
            ("a%2Fb", "/a%252Fb"),
            ("-._~!$&'()*+,;=:@", "/-._~!$&'()*+,;=:@"),
            (
                "\"<>[\\]^`{|}#?%",
                "/%22%3C%3E%5B%5C%5D%5E%60%7B%7C%7D%23%3F%25",
            ),
            ("日本", "/%E6%97%A5%E6%9C%AC"),
            ("\r\n\0", "/%0D%0A%00"),
            ("...", "/..."),
            ("", "/%00"),
            (".", "/%00"),
            ("..", "/%00"),
        ];
        for (value, path) in cases {
            assert_eq!(Href::new().one(value).finish(), path, "{value:?}");
        }
    }

    #[test]
    fn a_catch_all_appends_its_segments() {
        let shop = || Href::new().push_static("my shop");
        assert_eq!(shop().many(["a", "b/c"]).finish(), "/my%20shop/a/b%2Fc");
        assert_eq!(shop().many([0_u8; 0]).finish(), "/my%20shop");
        assert_eq!(shop().one_or_more([1, 2]).finish(), "/my%20shop/1/2");
        assert_eq!(shop().one_or_more([0_u8; 0]).finish(), "/my%20shop/%00");
        assert_eq!(
            shop().many(["a", "", ".."]).finish(),
            "/my%20shop/a/%00/%00"
        );
        assert_eq!(Href::new().many([0_u8; 0]).finish(), "/");
    }
}
