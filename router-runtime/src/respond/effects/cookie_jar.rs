//! The cookies of one request, and their changes.

use crate::{cookie_header::cookie_pairs, respond::error::Error};
use axum::{
    http::{HeaderMap, HeaderValue, header::SET_COOKIE},
    response::{IntoResponse, Response},
};
use cookie::{Cookie, time::OffsetDateTime};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use std::{
    collections::{HashMap, HashSet},
    fmt::{self, Write},
    mem,
};

/// The characters that `encodeURIComponent` escapes: scripts in browsers decode values with its counterpart.
const NOT_IN_VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// Characters that would end an attribute or the header.
const NOT_IN_PATH: &AsciiSet = &CONTROLS.add(b';').add(b' ');

/// Cookies in the order in which their names first appeared.
#[derive(Debug, Default)]
pub(crate) struct Jar {
    cookies: Vec<JarEntry>,
    /// Indices of `cookies`, by name.
    indices: HashMap<String, usize>,
}

#[derive(Debug)]
struct JarEntry {
    cookie: Cookie<'static>,
    is_changed: bool,
    is_deleted: bool,
}

impl Jar {
    /// Reads `Cookie` headers. The last of several values of a name wins. Malformed values are skipped.
    pub(super) fn parse(headers: &[HeaderValue]) -> Self {
        let mut jar = Self::default();
        for pair in cookie_pairs(headers) {
            if let Some(value) = pair.decoded() {
                jar.insert(JarEntry {
                    cookie: Cookie::new(pair.name.to_owned(), value.into_owned()),
                    is_changed: false,
                    is_deleted: false,
                });
            }
        }
        jar
    }

    fn insert(&mut self, entry: JarEntry) {
        if let Some(index) = self.indices.get(entry.cookie.name()) {
            self.cookies[*index] = entry;
            return;
        }
        let name = entry.cookie.name().to_owned();
        self.indices.insert(name, self.cookies.len());
        self.cookies.push(entry);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Cookie<'static>> {
        let entry = &self.cookies[*self.indices.get(name)?];
        (!entry.is_deleted).then_some(&entry.cookie)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Cookie<'static>> {
        let present = self.cookies.iter().filter(|entry| !entry.is_deleted);
        present.map(|entry| &entry.cookie)
    }

    pub(crate) fn set(&mut self, cookie: Cookie<'static>) {
        self.insert(JarEntry {
            cookie,
            is_changed: true,
            is_deleted: false,
        });
    }

    pub(crate) fn delete(&mut self, mut cookie: Cookie<'static>) {
        expire(&mut cookie);
        self.insert(JarEntry {
            cookie,
            is_changed: true,
            is_deleted: true,
        });
    }

    /// Returns the changes since the last call, for `Set-Cookie` headers.
    pub(super) fn take_changes(&mut self) -> Vec<Cookie<'static>> {
        let changed =
            |entry: &mut JarEntry| mem::take(&mut entry.is_changed).then(|| entry.cookie.clone());
        self.cookies.iter_mut().filter_map(changed).collect()
    }
}

/// Turns a cookie into one that deletes it.
pub(crate) fn expire(cookie: &mut Cookie<'static>) {
    cookie.set_value("");
    cookie.set_max_age(None);
    cookie.set_expires(OffsetDateTime::UNIX_EPOCH);
    // Browsers ignore `Set-Cookie` for these prefixes unless it is secure (RFC 6265bis section 5.7).
    if ["__Host-", "__Secure-"]
        .iter()
        .any(|it| cookie.name().starts_with(it))
    {
        cookie.set_secure(true);
    }
}

/// Appends the cookies, except those whose names the response itself sets.
pub(super) fn set_cookies(mut response: Response, cookies: &[Cookie<'static>]) -> Response {
    let own = names(response.headers());
    for cookie in cookies {
        if own.contains(cookie.name()) {
            continue;
        }
        match header(cookie) {
            Ok(header) => {
                response.headers_mut().append(SET_COOKIE, header);
            }
            Err(error) => return Error::from(error).into_response(),
        }
    }
    response
}

/// Appends one cookie.
pub(crate) fn set_cookie(mut response: Response, cookie: &Cookie<'static>) -> Response {
    match header(cookie) {
        Ok(header) => {
            response.headers_mut().append(SET_COOKIE, header);
            response
        }
        Err(error) => Error::from(error).into_response(),
    }
}

fn names(headers: &HeaderMap) -> HashSet<String> {
    let names = headers.get_all(SET_COOKIE).iter().filter_map(|header| {
        let text = std::str::from_utf8(header.as_bytes()).ok()?;
        let pair = text.split(';').next()?;
        Some(pair.split('=').next()?.trim().to_owned())
    });
    names.collect()
}

fn header(cookie: &Cookie<'static>) -> Result<HeaderValue, InvalidCookie> {
    let is_token = |byte: u8| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte);
    if cookie.name().is_empty() || !cookie.name().bytes().all(is_token) {
        return Err(InvalidCookie::Name(cookie.name().to_owned()));
    }
    let mut sent = cookie.clone();
    sent.set_value(utf8_percent_encode(cookie.value(), NOT_IN_VALUE).to_string());
    match cookie.path() {
        None => sent.set_path("/"),
        Some("") => sent.unset_path(),
        Some(path) => sent.set_path(utf8_percent_encode(path, NOT_IN_PATH).to_string()),
    }
    if let Some(domain) = cookie.domain() {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        if domain.is_empty() || !domain.bytes().all(is_allowed) {
            return Err(InvalidCookie::Domain(domain.to_owned()));
        }
    }
    let mut text = String::new();
    // `to_string` would panic for a date after the year 9999.
    write!(text, "{sent}")
        .map_err(|fmt::Error| InvalidCookie::Expires(cookie.name().to_owned()))?;
    HeaderValue::try_from(text).map_err(|_| InvalidCookie::Name(cookie.name().to_owned()))
}

/// The error of a cookie that a header cannot represent.
#[derive(Debug)]
enum InvalidCookie {
    Name(String),
    Domain(String),
    Expires(String),
}

impl fmt::Display for InvalidCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(
                f,
                "invalid cookie name {name:?}: expected ASCII letters, digits or !#$%&'*+-.^_`|~"
            ),
            Self::Domain(domain) => write!(f, "invalid cookie domain {domain:?}"),
            Self::Expires(name) => write!(
                f,
                "invalid expiry date of the cookie `{name}`: expected a year before 10000"
            ),
        }
    }
}

impl std::error::Error for InvalidCookie {}

#[cfg(test)]
mod tests;
