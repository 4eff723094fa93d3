//! Conditions on a request in addition to its path.

use super::request::{Params, RuleRequest};
use crate::{cookie_header::cookie, matching::percent::NOT_UNRESERVED};
use axum::http::{HeaderMap, HeaderName, header};
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use regex_lite::Regex;
use std::borrow::Cow;

/// A condition on a header, a cookie, the query or the host of a request.
///
/// It is added to a rule with [`Redirect::has`](super::Redirect::has) or [`Redirect::missing`](super::Redirect::missing).
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
    subject: Subject,
    expression: Option<String>,
}

#[derive(Clone, Debug)]
enum Subject {
    Header(String),
    Cookie(String),
    Query(String),
    Host,
}

impl Condition {
    fn new(subject: Subject) -> Self {
        Self {
            subject,
            expression: None,
        }
    }

    /// Requires a header with this name that is not empty.
    pub fn header(name: impl Into<String>) -> Self {
        Self::new(Subject::Header(name.into()))
    }

    /// Requires a cookie with this name that is not empty. The last of several cookies is used.
    pub fn cookie(name: impl Into<String>) -> Self {
        Self::new(Subject::Cookie(name.into()))
    }

    /// Requires a query parameter with this name that is not empty. The last of several values is used.
    pub fn query(name: impl Into<String>) -> Self {
        Self::new(Subject::Query(name.into()))
    }

    /// Requires a host: the `Host` header in lower case and without its port, such as `example.org` or `[::1]`.
    pub fn host() -> Self {
        Self::new(Subject::Host)
    }

    /// Requires the complete value to match this regular expression.
    ///
    /// Named groups, `(?<v>.+)`, become parameters of the rule. Without an expression, the value becomes a parameter whose name is
    /// that of the header, cookie or query parameter, reduced to its ASCII letters. The host is always the parameter `host`.
    #[must_use]
    pub fn matching(mut self, expression: impl Into<String>) -> Self {
        self.expression = Some(expression.into());
        self
    }

    pub(super) fn compile(&self) -> Result<CompiledCondition, String> {
        let header = match &self.subject {
            Subject::Header(name) => Some(
                HeaderName::try_from(name.as_str())
                    .map_err(|_| format!("invalid header name `{name}`"))?,
            ),
            _ => None,
        };
        let regex = match &self.expression {
            None => None,
            Some(expression) => {
                // Alone first: `a)|(?:b` would be valid between the parentheses, and match parts of a value.
                let regex =
                    Regex::new(expression).and_then(|_| Regex::new(&format!("^(?:{expression})$")));
                Some(regex.map_err(|error| {
                    format!("invalid regular expression `{expression}`: {error}")
                })?)
            }
        };
        Ok(CompiledCondition {
            subject: self.subject.clone(),
            header,
            regex,
        })
    }
}

/// A validated [`Condition`].
#[derive(Clone, Debug)]
pub(super) struct CompiledCondition {
    subject: Subject,
    header: Option<HeaderName>,
    regex: Option<Regex>,
}

impl CompiledCondition {
    /// Returns the names of the parameters that the condition defines.
    pub(super) fn names(&self) -> Vec<String> {
        match (&self.regex, &self.subject) {
            (Some(regex), subject) => {
                let groups = regex.capture_names().flatten().map(str::to_owned);
                let host = matches!(subject, Subject::Host).then(|| "host".to_owned());
                groups.chain(host).collect()
            }
            (None, Subject::Header(name) | Subject::Cookie(name) | Subject::Query(name)) => {
                vec![parameter_name(name)]
            }
            (None, Subject::Host) => vec!["host".to_owned()],
        }
    }

    /// Returns the name of the query parameter, if it is a condition on the query.
    pub(super) fn query_name(&self) -> Option<&str> {
        match &self.subject {
            Subject::Query(name) => Some(name),
            _ => None,
        }
    }

    /// Returns `true` if a request meets the condition, and adds its parameters.
    pub(super) fn holds(&self, request: RuleRequest<'_>, params: &mut Params) -> bool {
        let Some(value) = self.value(request).filter(|value| !value.is_empty()) else {
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
        if matches!(self.subject, Subject::Host) {
            params.insert("host".to_owned(), encoded(&value));
        }
        true
    }

    fn value<'r>(&self, request: RuleRequest<'r>) -> Option<Cow<'r, str>> {
        match (&self.subject, &self.header) {
            (Subject::Header(_), Some(name)) => text(request.headers, name).map(Cow::Borrowed),
            (Subject::Header(_), None) => None,
            (Subject::Cookie(name), _) => cookie(request.headers, name)?.decoded(),
            (Subject::Query(name), _) => {
                let pairs = request.uri.query()?.split('&');
                let pairs = pairs.filter_map(|pair| pair.split_once('='));
                let mut values = pairs.filter(|(key, _)| decode_form(key) == *name);
                values.next_back().map(|(_, value)| decode_form(value))
            }
            (Subject::Host, _) => {
                let host = text(request.headers, &header::HOST).or_else(|| request.uri.host())?;
                Some(Cow::Owned(without_port(host).to_ascii_lowercase()))
            }
        }
    }
}

/// Returns the name of a host. An IPv6 address contains colons in its brackets.
fn without_port(host: &str) -> &str {
    let end = match host.find(']') {
        Some(bracket) if host.starts_with('[') => bracket + 1,
        _ => host.find(':').unwrap_or(host.len()),
    };
    host.get(..end).unwrap_or(host)
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Decodes a part of a query as form data.
fn decode_form(part: &str) -> Cow<'static, str> {
    let spaced = part.replace('+', " ");
    Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, NOT_UNRESERVED).to_string()
}

/// Returns the ASCII letters of a name, the only characters that Next.js allows in such a parameter.
fn parameter_name(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).collect()
}
