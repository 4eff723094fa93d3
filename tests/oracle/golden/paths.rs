//! Parsing of request targets and headers, independent of the router's code.

use crate::{
    compare::Difference,
    exchange::{Exchange, header},
};

pub(crate) fn path_of(target: &str) -> &str {
    target.split('?').next().unwrap_or_default()
}

pub(crate) fn query_of(target: &str) -> &str {
    target.split_once('?').map_or("", |(_, query)| query)
}

/// Returns the percent-decoded text, or `None` if it is malformed.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Returns `true` if the path has dot segments, a malformed escape or a NUL.
pub(crate) fn is_refused(target: &str) -> bool {
    match decoded(path_of(target)) {
        None => true,
        Some(path) => {
            path.contains('\0')
                || path
                    .split(['/', '\\'])
                    .any(|piece| piece == "." || piece == "..")
        }
    }
}

/// The value of a header, empty without it.
pub(crate) fn find<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    headers
        .iter()
        .find(|(given, _)| given == name)
        .map_or("", |(_, value)| value)
}

/// The path is that of a folder which does not compile here: 404, or the response of the plain folder that Next.js intercepts.
pub(crate) fn is_special_folder(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let is_special = |file: &str| {
        let mut folders = file.split('/');
        folders.any(|folder| folder.starts_with('@') || folder.starts_with("(."))
    };
    let (special, plain): (Vec<_>, Vec<_>) = exchange
        .case
        .handler
        .iter()
        .partition(|(file, _)| is_special(file));
    if special.is_empty() || exchange.recorded.status != 200 {
        return false;
    }
    let body = String::from_utf8_lossy(&exchange.response.body);
    let text = body.rsplit_once(' ').map_or("", |(text, _)| text);
    let is_of_plain = !text.is_empty() && plain.iter().any(|(_, source)| source.contains(text));
    match exchange.response.status {
        404 => true,
        200 => is_of_plain && [header("vary"), Difference::Body].contains(difference),
        _ => false,
    }
}
