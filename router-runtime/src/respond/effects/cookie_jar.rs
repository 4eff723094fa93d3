//! The cookies of one request, as sent and as changed.

use crate::{matching::decode, respond::Error};
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

/// All that `encodeURIComponent` escapes, so that scripts in a browser read what was set.
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

/// What ends an attribute, or a header.
const NOT_IN_PATH: &AsciiSet = &CONTROLS.add(b';').add(b' ');

/// Cookies in the order in which their names came up.
#[derive(Debug, Default)]
pub(crate) struct Jar {
    cookies: Vec<Held>,
    places: HashMap<String, usize>,
}

#[derive(Debug)]
struct Held {
    cookie: Cookie<'static>,
    is_changed: bool,
    is_gone: bool,
}

impl Jar {
    /// Of a name that comes twice the last value counts. What is no cookie is passed over.
    pub(super) fn read(headers: &[HeaderValue]) -> Self {
        let mut jar = Self::default();
        for header in headers {
            for pair in header.as_bytes().split(|byte| *byte == b';') {
                if let Some(cookie) = read(pair) {
                    jar.hold(Held {
                        cookie,
                        is_changed: false,
                        is_gone: false,
                    });
                }
            }
        }
        jar
    }

    fn hold(&mut self, held: Held) {
        if let Some(place) = self.places.get(held.cookie.name()) {
            self.cookies[*place] = held;
            return;
        }
        let name = held.cookie.name().to_owned();
        self.places.insert(name, self.cookies.len());
        self.cookies.push(held);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Cookie<'static>> {
        let held = &self.cookies[*self.places.get(name)?];
        (!held.is_gone).then_some(&held.cookie)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Cookie<'static>> {
        let there = self.cookies.iter().filter(|held| !held.is_gone);
        there.map(|held| &held.cookie)
    }

    pub(crate) fn set(&mut self, cookie: Cookie<'static>) {
        self.hold(Held {
            cookie,
            is_changed: true,
            is_gone: false,
        });
    }

    pub(crate) fn delete(&mut self, mut cookie: Cookie<'static>) {
        expire(&mut cookie);
        self.hold(Held {
            cookie,
            is_changed: true,
            is_gone: true,
        });
    }

    /// The cookies that a response has to tell of; they are told once.
    pub(super) fn take_changes(&mut self) -> Vec<Cookie<'static>> {
        let changed =
            |held: &mut Held| mem::take(&mut held.is_changed).then(|| held.cookie.clone());
        self.cookies.iter_mut().filter_map(changed).collect()
    }
}

/// Makes it what deletes a cookie.
pub(crate) fn expire(cookie: &mut Cookie<'static>) {
    cookie.set_value("");
    cookie.set_max_age(None);
    cookie.set_expires(OffsetDateTime::UNIX_EPOCH);
    // Without it browsers refuse whatever has such a name, and keep the cookie (RFC 6265bis, section 5.7).
    if ["__Host-", "__Secure-"]
        .iter()
        .any(|it| cookie.name().starts_with(it))
    {
        cookie.set_secure(true);
    }
}

/// Names are not decoded: `__%48ost-id`, which any subdomain can set, is not `__Host-id`.
fn read(pair: &[u8]) -> Option<Cookie<'static>> {
    let (name, value) = std::str::from_utf8(pair).ok()?.split_once('=')?;
    let name = name.trim();
    let value = decode(value.trim())?;
    (!name.is_empty()).then(|| Cookie::new(name.to_owned(), value.into_owned()))
}

/// Adds the cookies, but for names that the response sets itself.
pub(super) fn write(mut response: Response, cookies: &[Cookie<'static>]) -> Response {
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

/// Adds one cookie, after those that the response has.
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

fn header(cookie: &Cookie<'static>) -> Result<HeaderValue, BadCookie> {
    let is_token = |byte: u8| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte);
    if cookie.name().is_empty() || !cookie.name().bytes().all(is_token) {
        return Err(BadCookie::Name(cookie.name().to_owned()));
    }
    let mut sent = cookie.clone();
    sent.set_value(utf8_percent_encode(cookie.value(), NOT_IN_VALUE).to_string());
    match cookie.path() {
        None => sent.set_path("/"),
        Some("") => sent.unset_path(),
        Some(path) => sent.set_path(utf8_percent_encode(path, NOT_IN_PATH).to_string()),
    }
    if let Some(domain) = cookie.domain() {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        if domain.is_empty() || !domain.bytes().all(is_letter) {
            return Err(BadCookie::Domain(domain.to_owned()));
        }
    }
    let mut text = String::new();
    // A date beyond the year 9999 cannot be written, and `to_string` would panic.
    write!(text, "{sent}").map_err(|fmt::Error| BadCookie::Expires(cookie.name().to_owned()))?;
    HeaderValue::try_from(text).map_err(|_| BadCookie::Name(cookie.name().to_owned()))
}

/// A cookie that a handler set and that no header can hold.
#[derive(Debug)]
enum BadCookie {
    Name(String),
    Domain(String),
    Expires(String),
}

impl fmt::Display for BadCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(
                f,
                "a cookie cannot be named {name:?}: letters, digits and !#$%&'*+-.^_`|~ make a name"
            ),
            Self::Domain(domain) => write!(f, "{domain:?} is no domain for a cookie"),
            Self::Expires(name) => write!(
                f,
                "the cookie `{name}` expires at no date that a header can hold"
            ),
        }
    }
}

impl std::error::Error for BadCookie {}

#[cfg(test)]
mod tests;
