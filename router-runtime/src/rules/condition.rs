//! What a request must have, beside its path.

use super::{Asked, Params};
use crate::matching::decode;
use axum::http::{HeaderMap, HeaderName, header};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use regex_lite::Regex;
use std::borrow::Cow;

/// A header, cookie, name in the query or host that a rule asks for, with [`Redirect::has`](super::Redirect::has) and
/// [`Redirect::missing`](super::Redirect::missing).
///
/// ```
/// use router_runtime::rules::Condition;
///
/// let signed_in = Condition::cookie("session");
/// let in_german = Condition::header("accept-language").matching("de(-.*)?");
/// let of_a_tenant = Condition::host().matching(r"(?<tenant>[a-z]+)\.example\.org");
/// ```
#[derive(Clone, Debug)]
pub struct Condition {
    place: Place,
    expression: Option<String>,
}

#[derive(Clone, Debug)]
enum Place {
    Header(String),
    Cookie(String),
    Query(String),
    Host,
}

impl Condition {
    fn new(place: Place) -> Self {
        Self {
            place,
            expression: None,
        }
    }

    /// A header of this name that is not empty.
    pub fn header(name: impl Into<String>) -> Self {
        Self::new(Place::Header(name.into()))
    }

    /// A cookie of this name that is not empty; of several the last counts.
    pub fn cookie(name: impl Into<String>) -> Self {
        Self::new(Place::Cookie(name.into()))
    }

    /// This name in the query, with a value; of several the last counts.
    pub fn query(name: impl Into<String>) -> Self {
        Self::new(Place::Query(name.into()))
    }

    /// The host that the request names, in lower case and without its port.
    pub fn host() -> Self {
        Self::new(Place::Host)
    }

    /// The value must match this expression, all of it. What its groups with a name, `(?<v>.+)`, match are parameters of
    /// the rule; without an expression the value is one, under the name of the header, cookie or query.
    #[must_use]
    pub fn matching(mut self, expression: impl Into<String>) -> Self {
        self.expression = Some(expression.into());
        self
    }

    pub(super) fn compile(&self) -> Result<Compiled, String> {
        let header = match &self.place {
            Place::Header(name) => Some(
                HeaderName::try_from(name.as_str())
                    .map_err(|_| format!("`{name}` is no name of a header"))?,
            ),
            _ => None,
        };
        let regex = match &self.expression {
            None => None,
            Some(expression) => Some(
                Regex::new(&format!("^(?:{expression})$"))
                    .map_err(|error| format!("`{expression}`: {error}"))?,
            ),
        };
        Ok(Compiled {
            place: self.place.clone(),
            header,
            regex,
        })
    }
}

/// A condition that was checked.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    place: Place,
    header: Option<HeaderName>,
    regex: Option<Regex>,
}

impl Compiled {
    /// The parameters that it gives.
    pub(super) fn names(&self) -> Vec<String> {
        match (&self.regex, &self.place) {
            (Some(regex), place) => {
                let groups = regex.capture_names().flatten().map(str::to_owned);
                let host = matches!(place, Place::Host).then(|| "host".to_owned());
                groups.chain(host).collect()
            }
            (None, Place::Header(name) | Place::Cookie(name) | Place::Query(name)) => {
                vec![letters_of(name)]
            }
            (None, Place::Host) => vec!["host".to_owned()],
        }
    }

    /// Whether a request fulfills it; what it gives is added to the parameters.
    pub(super) fn holds(&self, asked: Asked<'_>, params: &mut Params) -> bool {
        let Some(value) = self.value(asked).filter(|value| !value.is_empty()) else {
            return false;
        };
        let Some(regex) = &self.regex else {
            let names = self.names();
            params.extend(names.into_iter().map(|name| (name, encoded(&value))));
            return true;
        };
        let Some(captures) = regex.captures(&value) else {
            return false;
        };
        for name in regex.capture_names().flatten() {
            if let Some(group) = captures.name(name) {
                params.insert(name.to_owned(), encoded(group.as_str()));
            }
        }
        if matches!(self.place, Place::Host) {
            params.insert("host".to_owned(), encoded(&value));
        }
        true
    }

    fn value<'r>(&self, asked: Asked<'r>) -> Option<Cow<'r, str>> {
        match (&self.place, &self.header) {
            (Place::Header(_), Some(name)) => text(asked.headers, name).map(Cow::Borrowed),
            (Place::Header(_), None) => None,
            (Place::Cookie(name), _) => cookie(asked.headers, name),
            (Place::Query(name), _) => {
                let pairs = asked.uri.query()?.split('&');
                let pairs = pairs.filter_map(|pair| pair.split_once('='));
                let mut values = pairs.filter(|(key, _)| plain(key) == *name);
                values.next_back().map(|(_, value)| plain(value))
            }
            (Place::Host, _) => {
                let host = text(asked.headers, &header::HOST).or_else(|| asked.uri.host())?;
                let name = host.split(':').next().unwrap_or_default();
                Some(Cow::Owned(name.to_ascii_lowercase()))
            }
        }
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// As `Cookies` reads it: decoded, and of several the last.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<Cow<'h, str>> {
    let lines = headers.get_all(header::COOKIE).iter();
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    let mut values = pairs.filter_map(|pair| {
        let (key, value) = str::from_utf8(pair).ok()?.split_once('=')?;
        (key.trim() == name).then(|| decode(value.trim()))?
    });
    values.next_back()
}

/// A part of a query, decoded as forms are.
fn plain(part: &str) -> Cow<'static, str> {
    let spaced = part.replace('+', " ");
    Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}

/// The letters of a name: no others can stand in the name of a parameter.
fn letters_of(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).collect()
}
