//! The cookie store of a test client.

use axum::http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use cookie::{
    Cookie,
    time::{Duration, OffsetDateTime},
};

/// The maximum number of cookies, as in browsers for one host.
const MAX_COOKIES: usize = 180;

/// The cookies of one client, by name and path.
///
/// `Domain` and `Secure` are ignored, because there is only one host. Expiry times in the future are ignored, because tests are short.
#[derive(Debug, Default)]
pub(super) struct CookieStore(Vec<Cookie<'static>>);

impl CookieStore {
    /// Applies the `Set-Cookie` headers of a response.
    pub(super) fn update(&mut self, headers: &HeaderMap) {
        for value in headers.get_all(SET_COOKIE) {
            let text = value.to_str().ok();
            let Some(cookie) = text.and_then(|text| Cookie::parse(text.to_owned()).ok()) else {
                continue;
            };
            let is_same = |other: &Cookie<'_>| {
                other.name() == cookie.name() && path_of(other) == path_of(&cookie)
            };
            self.0.retain(|other| !is_same(other));
            if !is_expired(&cookie) && self.0.len() < MAX_COOKIES {
                self.0.push(cookie);
            }
        }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|other| other.name() != name);
        self.0.push(Cookie::new(name.to_owned(), value.to_owned()));
    }

    /// Returns the value of a cookie with any path.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let cookie = self.0.iter().rev().find(|it| it.name() == name)?;
        Some(cookie.value().to_owned())
    }

    /// Returns the `Cookie` header for a path, with longer cookie paths first (RFC 6265, section 5.4).
    pub(super) fn header(&self, path: &str) -> Option<HeaderValue> {
        let cookies = self.0.iter().filter(|it| matches_path(path_of(it), path));
        let mut cookies: Vec<&Cookie<'_>> = cookies.collect();
        cookies.sort_by_key(|it| std::cmp::Reverse(path_of(it).len()));
        if cookies.is_empty() {
            return None;
        }
        let pairs = cookies
            .iter()
            .map(|it| format!("{}={}", it.name(), it.value()));
        HeaderValue::from_str(&pairs.collect::<Vec<_>>().join("; ")).ok()
    }
}

fn path_of<'c>(cookie: &'c Cookie<'_>) -> &'c str {
    cookie
        .path()
        .filter(|it| it.starts_with('/'))
        .unwrap_or("/")
}

/// Returns `true` if a cookie path matches a request path (RFC 6265, section 5.1.4).
fn matches_path(cookie_path: &str, path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}

fn is_expired(cookie: &Cookie<'_>) -> bool {
    match cookie.max_age() {
        Some(age) => !age.is_positive(),
        None => cookie
            .expires_datetime()
            .is_some_and(|at| at <= OffsetDateTime::UNIX_EPOCH + Duration::DAY),
    }
}
