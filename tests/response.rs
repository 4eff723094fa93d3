//! Responses whose body was read to its end.

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request},
    response::Response,
};
use sfv::{BareItem, Item, Key, List, ListEntry, Parser};
use std::fmt::Debug;
use tower::{Service, ServiceExt};

/// A response with its whole body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BufferedResponse {
    pub status: u16,
    pub headers: HeaderMap,
    /// The body as text. Invalid UTF-8 is replaced.
    pub body: String,
    pub bytes: Bytes,
    /// True where the body ended with an error.
    pub is_broken: bool,
}

impl BufferedResponse {
    /// Reads the body of a response.
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await;
        let is_broken = body.is_err();
        let bytes = body.unwrap_or_default();
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
            is_broken,
        }
    }

    /// Calls a service once.
    pub async fn of<S>(service: S, request: Request<Body>) -> Self
    where
        S: Service<Request<Body>, Response = Response>,
        S::Error: Debug,
    {
        Self::read(service.oneshot(request).await.unwrap()).await
    }

    /// Asserts that the responses of `router()` and `service()` are equal apart from the ignored headers, and returns the latter.
    #[track_caller]
    pub fn same(request: &str, mut router: Self, mut service: Self, ignored: &[&str]) -> Self {
        for name in ignored {
            router.headers.remove(*name);
            service.headers.remove(*name);
        }
        assert_eq!(
            router, service,
            "{request}: `router()` is left, `service()` is right"
        );
        service
    }

    /// Asserts status and body.
    #[track_caller]
    pub fn assert(&self, status: u16, body: &str) {
        assert_eq!((self.status, self.body.as_str()), (status, body));
    }

    /// The first value of a header; empty where the header is missing.
    pub fn value(&self, name: &str) -> &str {
        self.header(name).unwrap_or_default()
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All values of a header, joined by `, `; empty where the header is missing.
    pub fn header_list(&self, name: &str) -> String {
        join(&self.headers, name)
    }

    /// The `Age` header.
    pub fn age(&self) -> Option<u64> {
        self.header("age")?.parse().ok()
    }

    /// The state of the cache in one word and the details that matter to tests, such as `MISS stored` and `BYPASS busy`.
    ///
    /// `Cache-Status` is read as a structured field (RFC 8941) with the parameters of RFC 9211. Without the header it is `none`.
    pub fn state(&self) -> String {
        let Some(header) = self.header("cache-status") else {
            return "none".to_owned();
        };
        let item = cache_status(header);
        assert!(matches!(item.bare_item, BareItem::Token(_)), "{header}");
        let token = |name| match parameter(&item, name) {
            Some(BareItem::Token(token)) => token.as_str(),
            None => "",
            Some(other) => panic!("{name} is {other:?}: {header}"),
        };
        let flag = |name| match parameter(&item, name) {
            Some(BareItem::Boolean(flag)) => *flag,
            None => false,
            Some(other) => panic!("{name} is {other:?}: {header}"),
        };
        let is_forwarded = parameter(&item, "fwd").is_some();
        assert_ne!(flag("hit"), is_forwarded, "`hit` or `fwd`: {header}");
        if let Some(status) = parameter(&item, "fwd-status") {
            assert!(matches!(status, BareItem::Integer(_)), "{header}");
        }
        let mut state = match (flag("hit"), token("fwd"), token("detail")) {
            (true, _, "") => "HIT".to_owned(),
            (true, _, "swr") => "STALE".to_owned(),
            (true, _, "sie") => "SIE".to_owned(),
            (true, _, tier @ ("l2" | "l2-down")) => format!("HIT {tier}"),
            (false, "miss", _) => "MISS".to_owned(),
            (false, "stale", _) => "EXPIRED".to_owned(),
            (false, "bypass", detail) => format!("BYPASS {detail}"),
            (false, "request", _) => "REVALIDATED".to_owned(),
            _ => header.to_owned(),
        };
        for name in ["stored", "collapsed"] {
            if flag(name) {
                state = format!("{state} {name}");
            }
        }
        state
    }

    /// The remaining lifetime in `Cache-Status`, negative where the entry is stale.
    pub fn ttl(&self) -> Option<i64> {
        match parameter(&cache_status(self.header("cache-status")?), "ttl")? {
            BareItem::Integer(ttl) => Some((*ttl).into()),
            _ => None,
        }
    }

    /// Status, state and body, for tables.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.status, self.state(), self.body)
    }
}

/// All values of a header, joined by `, `.
pub fn join(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).iter();
    let values: Vec<&str> = values.map(|value| value.to_str().unwrap()).collect();
    values.join(", ")
}

/// The one member of a `Cache-Status` header.
fn cache_status(header: &str) -> Item {
    let list: List = Parser::new(header).parse().unwrap();
    match <[ListEntry; 1]>::try_from(list) {
        Ok([ListEntry::Item(item)]) => item,
        other => panic!("expected one member, found {other:?}: {header}"),
    }
}

fn parameter<'a>(item: &'a Item, name: &str) -> Option<&'a BareItem> {
    item.params.get(&Key::from_string(name.to_owned()).unwrap())
}
