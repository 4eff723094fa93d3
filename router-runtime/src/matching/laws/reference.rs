//! A second implementation of matching, written only from the rules of Next.js.

use std::collections::BTreeMap;

/// Returns the decoded segments of a path, or `None` if one is malformed or, decoded, contains `.` or `..` as a segment.
pub(super) fn decoded_segments(path: &str) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    for raw in path
        .replace('\\', "/")
        .split('/')
        .filter(|raw| !raw.is_empty())
    {
        let mut bytes = Vec::new();
        let mut rest = raw.as_bytes();
        while let [first, after @ ..] = rest {
            rest = after;
            if *first != b'%' {
                bytes.push(*first);
                continue;
            }
            let [high, low, after @ ..] = rest else {
                return None;
            };
            let digit = |byte: u8| char::from(byte).to_digit(16);
            bytes.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).unwrap());
            rest = after;
        }
        let text = String::from_utf8(bytes).ok()?;
        let has_dots = text
            .replace('\\', "/")
            .split('/')
            .any(|piece| piece == "." || piece == "..");
        if has_dots || text.contains('\0') {
            return None;
        }
        segments.push(text);
    }
    Some(segments)
}

/// The sorter of Next.js, `getSortedRoutes`: a trie of names that is flattened.
#[derive(Default)]
struct UrlNode {
    leaf: bool,
    children: BTreeMap<String, UrlNode>,
}

impl UrlNode {
    fn insert(&mut self, names: &[&str]) {
        match names {
            [] => self.leaf = true,
            [name, rest @ ..] => {
                self.children
                    .entry((*name).to_owned())
                    .or_default()
                    .insert(rest);
            }
        }
    }

    fn smoosh(&self, prefix: &str) -> Vec<String> {
        let kind = |name: &str| match name {
            _ if name.starts_with("[[...") => 3,
            _ if name.starts_with("[...") => 2,
            _ if name.starts_with('[') => 1,
            _ => 0,
        };
        let mut names: Vec<_> = self.children.keys().collect();
        names.sort_by_key(|name| kind(name));
        let mut routes = Vec::new();
        if self.leaf {
            routes.push(
                if prefix == "/" {
                    "/"
                } else {
                    prefix.trim_end_matches('/')
                }
                .to_owned(),
            );
        }
        for name in names {
            routes.extend(self.children[name].smoosh(&format!("{prefix}{name}/")));
        }
        routes
    }
}

/// The routes in match order: static routes, then the others as Next.js sorts them.
pub(super) struct Reference(Vec<String>);

impl Reference {
    pub(super) fn new(tree: &[String]) -> Self {
        let mut root = UrlNode::default();
        for pattern in tree {
            root.insert(
                &pattern
                    .split('/')
                    .filter(|name| !name.is_empty())
                    .collect::<Vec<_>>(),
            );
        }
        let mut sorted = root.smoosh("/");
        sorted.sort_by_key(|pattern| pattern.contains('['));
        assert_eq!(sorted.len(), tree.len());
        Self(sorted)
    }

    pub(super) fn find(&self, segments: &[String]) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|pattern| {
            let mut names = pattern.split('/').filter(|name| !name.is_empty());
            let mut segments = segments.iter();
            loop {
                match (names.next(), segments.next()) {
                    (None, None) => return true,
                    (Some(name), _) if name.starts_with("[[...") => return true,
                    (None, Some(_)) | (Some(_), None) => return false,
                    (Some(name), _) if name.starts_with("[...") => return true,
                    (Some(name), _) if name.starts_with('[') => {}
                    (Some(name), Some(segment)) if name == segment => {}
                    _ => return false,
                }
            }
        })
    }
}
