//! The cookies of one request, and their changes.

use crate::{
    cookie_header::{cookie_pairs, last_cookie},
    respond::error::Error,
};
use axum::{
    http::{
        HeaderMap, HeaderValue,
        header::{COOKIE, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use cookie::{Cookie, time::OffsetDateTime};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use std::{
    borrow::Cow,
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

/// The number of changes above which they are found by a hash table.
const FEW: usize = 16;

/// The cookies of a request, and their changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jar {
    /// The `Cookie` headers, which are parsed for each name.
    sent: Vec<HeaderValue>,
    changes: Vec<CookieChange>,
    /// Indices of `changes`, by name; empty while there are few.
    indices: HashMap<String, usize>,
}

/// A cookie that was set or deleted.
#[derive(Clone, Debug)]
struct CookieChange {
    cookie: Cookie<'static>,
    is_deleted: bool,
    /// `false` after it was sent.
    is_new: bool,
}

impl CookieChange {
    /// Returns the cookie, unless it was deleted.
    fn cookie(&self) -> Option<Cookie<'static>> {
        (!self.is_deleted).then(|| self.cookie.clone())
    }
}

impl Jar {
    /// Reads the `Cookie` headers. The last of several values of a name wins. Malformed values are skipped.
    pub(super) fn new(headers: &HeaderMap) -> Self {
        Self {
            sent: headers.get_all(COOKIE).iter().cloned().collect(),
            ..Self::default()
        }
    }

    fn change_of(&self, name: &str) -> Option<usize> {
        if self.indices.is_empty() {
            let mut changes = self.changes.iter();
            return changes.position(|change| change.cookie.name() == name);
        }
        self.indices.get(name).copied()
    }

    fn change(&mut self, cookie: Cookie<'static>, is_deleted: bool) {
        let change = CookieChange {
            cookie,
            is_deleted,
            is_new: true,
        };
        if let Some(index) = self.change_of(change.cookie.name()) {
            self.changes[index] = change;
            return;
        }
        self.changes.push(change);
        if self.changes.len() > FEW {
            let unindexed = self.indices.len()..self.changes.len();
            let name = |index: usize| self.changes[index].cookie.name().to_owned();
            self.indices
                .extend(unindexed.map(|index| (name(index), index)));
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<Cookie<'static>> {
        if let Some(index) = self.change_of(name) {
            return self.changes[index].cookie();
        }
        let value = last_cookie(&self.sent, name)?.decoded()?;
        Some(sent_cookie(name, value))
    }

    /// Returns all cookies, in the order in which their names first appeared.
    pub(crate) fn all(&self) -> Vec<Cookie<'static>> {
        let mut cookies = Vec::new();
        let mut indices = HashMap::new();
        let mut put = |name, cookie| {
            let index = *indices.entry(name).or_insert(cookies.len());
            match cookies.get_mut(index) {
                Some(present) => *present = cookie,
                None => cookies.push(cookie),
            }
        };
        for pair in cookie_pairs(&self.sent) {
            if let Some(value) = pair.decoded() {
                put(pair.name, Some(sent_cookie(pair.name, value)));
            }
        }
        for change in &self.changes {
            put(change.cookie.name(), change.cookie());
        }
        cookies.into_iter().flatten().collect()
    }

    pub(crate) fn set(&mut self, cookie: Cookie<'static>) {
        self.change(cookie, false);
    }

    pub(crate) fn delete(&mut self, mut cookie: Cookie<'static>) {
        expire(&mut cookie);
        self.change(cookie, true);
    }

    /// Returns the changes since the last call, for `Set-Cookie` headers.
    pub(super) fn take_changes(&mut self) -> impl Iterator<Item = &Cookie<'static>> {
        let changes = self.changes.iter_mut();
        let new = changes.filter_map(|it| mem::take(&mut it.is_new).then_some(&*it));
        new.map(|change| &change.cookie)
    }
}

fn sent_cookie(name: &str, value: Cow<'_, str>) -> Cookie<'static> {
    Cookie::new(name.to_owned(), value.into_owned())
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
pub(super) fn set_cookies<'c>(
    mut response: Response,
    cookies: impl Iterator<Item = &'c Cookie<'static>>,
) -> Response {
    let mut cookies = cookies.peekable();
    if cookies.peek().is_none() {
        return response;
    }
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
    if let Cow::Owned(value) = utf8_percent_encode(cookie.value(), NOT_IN_VALUE).into() {
        sent.set_value(value);
    }
    match cookie.path() {
        None => sent.set_path("/"),
        Some("") => sent.unset_path(),
        Some(path) => {
            if let Cow::Owned(path) = utf8_percent_encode(path, NOT_IN_PATH).into() {
                sent.set_path(path);
            }
        }
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
