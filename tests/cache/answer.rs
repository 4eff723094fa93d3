//! What a test looks at.

use axum::{body::to_bytes, http::HeaderMap, response::Response};
use sfv::{BareItem, Key, List, ListEntry, Parser};

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// Whether the body ended with an error.
    pub broken: bool,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await;
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            broken: body.is_err(),
            body: String::from_utf8(body.unwrap_or_default().to_vec()).unwrap(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn age(&self) -> Option<u64> {
        self.header("age")?.parse().ok()
    }

    /// `Cache-Status`, read as RFC 9211 and RFC 8941 say, in one word of CACHE and what became of the handler's answer.
    pub fn state(&self) -> String {
        let Some(header) = self.header("cache-status") else {
            return "none".to_owned();
        };
        let list: List = Parser::new(header).parse().unwrap();
        let [ListEntry::Item(item)] = list.as_slice() else {
            panic!("one member: {header}");
        };
        assert!(matches!(&item.bare_item, BareItem::Token(_)), "{header}");
        let of = |name: &str| item.params.get(&Key::from_string(name.to_owned()).unwrap());
        let token = |name| match of(name) {
            Some(BareItem::Token(token)) => token.as_str(),
            None => "",
            Some(other) => panic!("{name} is {other:?}: {header}"),
        };
        let is = |name| match of(name) {
            Some(BareItem::Boolean(flag)) => *flag,
            None => false,
            Some(other) => panic!("{name} is {other:?}: {header}"),
        };
        assert_ne!(is("hit"), of("fwd").is_some(), "one of the two: {header}");
        if let Some(status) = of("fwd-status") {
            assert!(matches!(status, BareItem::Integer(_)), "{header}");
        }
        let mut state = match (is("hit"), token("fwd"), token("detail")) {
            (true, _, "") => "HIT".to_owned(),
            (true, _, "swr") => "STALE".to_owned(),
            (true, _, "sie") => "SIE".to_owned(),
            (false, "miss", _) => "MISS".to_owned(),
            (false, "stale", _) => "EXPIRED".to_owned(),
            (false, "bypass", detail) => format!("BYPASS {detail}"),
            (false, "request", _) => "REVALIDATED".to_owned(),
            _ => header.to_owned(),
        };
        for flag in ["stored", "collapsed"] {
            if is(flag) {
                state = format!("{state} {flag}");
            }
        }
        state
    }

    pub fn ttl(&self) -> Option<i64> {
        let list: List = Parser::new(self.header("cache-status")?).parse().unwrap();
        let [ListEntry::Item(item)] = list.as_slice() else {
            return None;
        };
        match item
            .params
            .get(&Key::from_string("ttl".to_owned()).unwrap())?
        {
            BareItem::Integer(ttl) => Some((*ttl).into()),
            _ => None,
        }
    }

    /// For tables: status, state and body.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.status, self.state(), self.body)
    }
}
