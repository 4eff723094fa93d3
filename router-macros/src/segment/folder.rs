//! The parser of folder names.

use super::{
    brackets::parameter,
    decode::decode,
    model::{Folder, Segment},
    other_routers,
};
use crate::diagnostics::{Code, Problem};

/// The meaning of a folder name, or the mistake in it without its place.
pub(crate) fn folder(name: &str) -> Result<Folder, Problem> {
    if is_plain(name.as_bytes()) {
        return Ok(Folder::Segment(Segment::Static(name.to_owned())));
    }
    if name.chars().any(char::is_control) {
        let clean = name.replace(char::is_control, "");
        return Err(Problem::new(
            Code::ControlCharacter,
            format!("the folder name {name:?} contains a control character"),
            format!("rename the folder to `{clean}`"),
        ));
    }
    if name.starts_with('_') {
        return Ok(Folder::Private);
    }
    if let Some(slot) = name.strip_prefix('@') {
        return Err(Problem::new(
            Code::ParallelRoute,
            format!("`{name}` is a parallel route, which is not supported"),
            format!("rename the folder to `{slot}`, or to `%40{slot}` for a URL with `@`"),
        ));
    }
    if let Some(rest) = intercepting(name) {
        let plain = if rest.is_empty() { "name" } else { rest };
        return Err(Problem::new(
            Code::InterceptingRoute,
            format!("`{name}` is an intercepting route, which is not supported"),
            format!("rename the folder to `{plain}`"),
        ));
    }
    if let Some(problem) = other_routers::parameter(name) {
        return Err(problem);
    }
    if name.contains(['[', ']']) {
        return parameter(name).map(Folder::Segment);
    }
    if let Some(rest) = name.strip_prefix('(') {
        return group(name, rest);
    }
    decode(name).map(|text| Folder::Segment(Segment::Static(text)))
}

/// Returns `true` if a name is plain ASCII, as most are. A plain loop, because macros run unoptimized in development.
fn is_plain(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        match name[at] {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => {}
            b'_' | b'.' if at > 0 => {}
            _ => return false,
        }
        at += 1;
    }
    at > 0
}

/// The rest of `(.)x`, `(..)x`, `(..)(..)x` and `(...)x`.
fn intercepting(name: &str) -> Option<&str> {
    let mut rest = name;
    while let Some(behind) = ["(.)", "(..)", "(...)"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))
    {
        rest = behind;
    }
    (rest.len() < name.len()).then_some(rest)
}

fn group(name: &str, behind: &str) -> Result<Folder, Problem> {
    let (message, help) = match behind.split_once(')') {
        Some(("", "")) => (
            format!("the route group `{name}` has no name"),
            "rename the folder to `(group)`".to_owned(),
        ),
        Some((_, "")) => return Ok(Folder::Group),
        Some((group, rest)) => (
            format!("`{name}` mixes a route group with other text"),
            format!("split it into two folders: `({group})/{rest}`"),
        ),
        None => (
            format!("the route group `{name}` has no closing parenthesis"),
            format!("rename the folder to `{name})`"),
        ),
    };
    Err(Problem::new(Code::RouteGroup, message, help))
}
