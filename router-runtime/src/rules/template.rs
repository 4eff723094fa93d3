//! Templates with parameters: destinations and header values.

use super::{
    pattern::{Piece, parse},
    request::Params,
};
use crate::matching::percent::NOT_UNRESERVED;
use percent_encoding::{AsciiSet, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeSet;

/// The characters with a meaning inside of a query.
const QUERY_ESCAPES: &AsciiSet = &percent_encoding::CONTROLS
    .add(b'&')
    .add(b'=')
    .add(b'+')
    .add(b'#');

/// The destination of a redirect.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    /// `https://example.org`, or empty for a path of this host.
    origin: String,
    path: Vec<Piece>,
    query: Option<String>,
    fragment: String,
}

impl Destination {
    /// Compiles a destination that may use the parameters in `names`.
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
            Some((scheme, _)) => {
                return Err(format!(
                    "expected `http` or `https` in the destination, found `{scheme}`"
                ));
            }
        };
        if origin.is_empty() && !path.starts_with('/') {
            return Err("the destination must start with `/`, `http://` or `https://`".to_owned());
        }
        if origin.is_empty() && path.starts_with("//") {
            return Err(
                "the destination starts with `//`, which is another host; write `https://`"
                    .to_owned(),
            );
        }
        let path = parse(path)?;
        for piece in &path {
            if let Piece::Parameter(parameter) = piece {
                let name = parameter.name.as_deref().unwrap_or("(…)");
                if !names.contains(name) {
                    return Err(format!("unknown parameter `{name}` in the destination"));
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

    /// Returns `true` if the destination is a path of this host.
    pub(super) fn is_local(&self) -> bool {
        self.origin.is_empty()
    }

    /// Returns the names that the destination's own query sets.
    pub(super) fn query_names(&self) -> impl Iterator<Item = &str> {
        let pairs = self.query.as_deref().unwrap_or_default().split('&');
        pairs.map(|pair| pair.split('=').next().unwrap_or_default())
    }

    /// Returns the path, if it has no parameters.
    pub(super) fn fixed_path(&self) -> Option<String> {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => Some(text.clone()),
            Piece::Parameter(_) => None,
        };
        self.path.iter().map(text).collect()
    }

    /// Returns the location for a request with these parameters and this query.
    pub(super) fn expand(&self, params: &Params, query: Option<&str>) -> String {
        let host = |value: &str| utf8_percent_encode(&decoded(value), NOT_UNRESERVED).to_string();
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
        // A parameter must not add a second slash: `//host` is another host.
        if !path.is_empty() || self.origin.is_empty() {
            location.push('/');
        }
        location += path.trim_start_matches(['/', '\\']);
        let query = self.query(params, query);
        if !query.is_empty() {
            location.push('?');
            location += &query;
        }
        let in_query = |value: &str| utf8_percent_encode(value, QUERY_ESCAPES).to_string();
        location + &replace(&self.fragment, params, &in_query)
    }

    /// Returns the query of the request, followed by that of the destination, which overrides names of the request.
    fn query(&self, params: &Params, sent: Option<&str>) -> String {
        let in_query = |value: &str| utf8_percent_encode(value, QUERY_ESCAPES).to_string();
        let own = self.query.as_deref().unwrap_or_default();
        let own = replace(own, params, &in_query);
        let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        let own_names: BTreeSet<String> = own.split('&').map(name).collect();
        let sent = sent.unwrap_or_default().split('&');
        let sent = sent.filter(|pair| !pair.is_empty() && !own_names.contains(&name(pair)));
        let own = own.split('&').filter(|pair| !pair.is_empty());
        sent.chain(own).collect::<Vec<_>>().join("&")
    }
}

/// Replaces each `:name` in a text by the decoded value of the parameter.
pub(super) fn expand(template: &str, params: &Params) -> String {
    replace(template, params, &|value| decoded(value))
}

fn decoded(value: &str) -> String {
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

/// Replaces each `:name`, with or without a modifier, by the value of the parameter. Unknown names are left as they are.
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
