//! What is made of parameters: a destination, or the value of a header.

use super::{
    Params,
    pattern::{Piece, parse},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeSet;

/// All but what a host name is made of.
const NO_HOST: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.');
/// What would end a value inside of a query, or mean something else there.
const IN_QUERY: &AsciiSet = &percent_encoding::CONTROLS
    .add(b'&')
    .add(b'=')
    .add(b'+')
    .add(b'#');

/// Where a redirect leads.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    /// `https://example.org`, or nothing.
    origin: String,
    path: Vec<Piece>,
    query: Option<String>,
    fragment: String,
}

impl Destination {
    /// `names` are the parameters that there are.
    pub(super) fn compile(destination: &str, names: &BTreeSet<String>) -> Result<Self, String> {
        let (rest, fragment) = match destination.split_once('#') {
            Some((rest, fragment)) => (rest, format!("#{fragment}")),
            None => (destination, String::new()),
        };
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query.to_owned())),
            None => (rest, None),
        };
        let (origin, path) = match rest.split_once("://") {
            None => ("", rest),
            Some((scheme, after)) if matches!(scheme, "http" | "https") => {
                let host = after.find('/').unwrap_or(after.len());
                rest.split_at(scheme.len() + "://".len() + host)
            }
            Some((scheme, _)) => return Err(format!("it leads to `{scheme}:`, which is no web")),
        };
        if origin.is_empty() && !path.starts_with('/') {
            return Err(
                "its destination begins with neither `/` nor `http://` nor `https://`".to_owned(),
            );
        }
        if origin.is_empty() && path.starts_with("//") {
            return Err("its destination begins with two slashes, which is a host".to_owned());
        }
        let path = parse(path)?;
        for piece in &path {
            if let Piece::Parameter(parameter) = piece {
                let name = parameter.name.as_deref().unwrap_or("(…)");
                if !names.contains(name) {
                    return Err(format!(
                        "its destination takes `{name}`, which its source does not have"
                    ));
                }
            }
        }
        Ok(Self {
            origin: origin.to_owned(),
            path,
            query,
            fragment,
        })
    }

    /// Whether it is a path of this host.
    pub(super) fn is_local(&self) -> bool {
        self.origin.is_empty()
    }

    /// The location for a request with these parameters and this query.
    pub(super) fn fill(&self, params: &Params, query: Option<&str>) -> String {
        let host = |value: &str| utf8_percent_encode(&decoded(value), NO_HOST).to_string();
        let mut location = replace(&self.origin, params, &host);
        let mut path = String::new();
        for piece in &self.path {
            match piece {
                Piece::Text(text) => path += text,
                Piece::Parameter(parameter) => {
                    let name = parameter.name.as_deref().unwrap_or_default();
                    if let Some(value) = params.get(name).filter(|value| !value.is_empty()) {
                        path += &parameter.prefix;
                        path += value;
                        path += &parameter.suffix;
                    }
                }
            }
        }
        // Whatever a parameter holds: two slashes would lead to another host.
        if !path.is_empty() || self.origin.is_empty() {
            location.push('/');
        }
        location += path.trim_start_matches(['/', '\\']);
        let query = self.query(params, query);
        if !query.is_empty() {
            location.push('?');
            location += &query;
        }
        let in_query = |value: &str| utf8_percent_encode(value, IN_QUERY).to_string();
        location + &replace(&self.fragment, params, &in_query)
    }

    /// The query of the request, except for what the destination says itself.
    fn query(&self, params: &Params, given: Option<&str>) -> String {
        let in_query = |value: &str| utf8_percent_encode(value, IN_QUERY).to_string();
        let own = self.query.as_deref().unwrap_or_default();
        let own = replace(own, params, &in_query);
        let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        let own_names: BTreeSet<String> = own.split('&').map(name).collect();
        let given = given.unwrap_or_default().split('&');
        let given = given.filter(|pair| !pair.is_empty() && !own_names.contains(&name(pair)));
        let own = own.split('&').filter(|pair| !pair.is_empty());
        given.chain(own).collect::<Vec<_>>().join("&")
    }
}

/// A text with `:name` in it for parameters, decoded.
pub(super) fn text(template: &str, params: &Params) -> String {
    replace(template, params, &|value| decoded(value))
}

fn decoded(value: &str) -> String {
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

/// Puts the values of parameters where `:name` stands, with a modifier or without; a name that is none stays.
fn replace(template: &str, params: &Params, write: &dyn Fn(&str) -> String) -> String {
    let mut parts = template.split(':');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let end = part.find(|letter| !is_name(letter)).unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        if let Some(value) = params.get(name) {
            text += &write(value);
            text += rest.strip_prefix(['*', '+', '?']).unwrap_or(rest);
        } else {
            text.push(':');
            text += part;
        }
    }
    text
}
