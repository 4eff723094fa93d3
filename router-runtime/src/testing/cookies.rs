//! The cookies that a client holds.

use axum::http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use cookie::{Cookie, time::OffsetDateTime};

/// The most cookies of one client, as of a browser for one host.
const MOST: usize = 180;

/// Cookies by name and path. Domain, `Secure` and times to come mean nothing here: there is one host, and a test is short.
#[derive(Debug, Default)]
pub(super) struct Jar(Vec<Cookie<'static>>);

impl Jar {
    /// Takes what an answer sets, and drops what it deletes.
    pub(super) fn take(&mut self, headers: &HeaderMap) {
        for value in headers.get_all(SET_COOKIE) {
            let Some(cookie) = value
                .to_str()
                .ok()
                .and_then(|text| Cookie::parse(text.to_owned()).ok())
            else {
                continue;
            };
            let is_same = |other: &Cookie<'_>| {
                other.name() == cookie.name() && path_of(other) == path_of(&cookie)
            };
            self.0.retain(|other| !is_same(other));
            if !is_over(&cookie) && self.0.len() < MOST {
                self.0.push(cookie);
            }
        }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|other| other.name() != name);
        self.0.push(Cookie::new(name.to_owned(), value.to_owned()));
    }

    /// The value of a cookie, whatever its path.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let cookie = self.0.iter().rev().find(|it| it.name() == name)?;
        Some(cookie.value().to_owned())
    }

    /// `Cookie` for a path; longer paths first, as RFC 6265 says.
    pub(super) fn header(&self, path: &str) -> Option<HeaderValue> {
        let mut cookies: Vec<&Cookie<'_>> = self
            .0
            .iter()
            .filter(|it| reaches(path_of(it), path))
            .collect();
        cookies.sort_by_key(|it| std::cmp::Reverse(path_of(it).len()));
        let pairs: Vec<String> = cookies
            .iter()
            .map(|it| format!("{}={}", it.name(), it.value()))
            .collect();
        let text = pairs.join("; ");
        (!text.is_empty())
            .then(|| HeaderValue::from_str(&text).ok())
            .flatten()
    }
}

fn path_of<'c>(cookie: &'c Cookie<'_>) -> &'c str {
    cookie
        .path()
        .filter(|it| it.starts_with('/'))
        .unwrap_or("/")
}

/// RFC 6265, section 5.1.4.
fn reaches(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || folder.ends_with('/') || rest.starts_with('/'))
}

fn is_over(cookie: &Cookie<'_>) -> bool {
    match cookie.max_age() {
        Some(age) => !age.is_positive(),
        None => cookie
            .expires_datetime()
            .is_some_and(|at| at <= OffsetDateTime::UNIX_EPOCH + cookie::time::Duration::DAY),
    }
}
