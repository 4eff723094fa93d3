//! What a folder name means.

use std::borrow::Cow;

/// One segment of a URL pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Segment {
    /// `items`: matches its own decoded text and nothing else.
    Static(String),
    /// `[slug]`: matches one segment.
    Dynamic(String),
    /// `[...slug]`: matches one or more segments.
    CatchAll(String),
    /// `[[...slug]]`: matches none or more segments.
    OptionalCatchAll(String),
}

/// A folder of the app folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    /// One piece of the URL.
    Segment(Segment),
    /// `(group)`: not in the URL.
    Group,
    /// `_private`: not routed, with everything below.
    Private,
}

/// A folder name that means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// A sentence without a full stop that names the folder.
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Segment {
    /// The parameter's name; a static segment has none.
    pub(crate) fn parameter(&self) -> Option<&str> {
        match self {
            Self::Static(_) => None,
            Self::Dynamic(name) | Self::CatchAll(name) | Self::OptionalCatchAll(name) => Some(name),
        }
    }

    /// Matches any number of segments, so that nothing can follow.
    pub(crate) fn is_catch_all(&self) -> bool {
        matches!(self, Self::CatchAll(_) | Self::OptionalCatchAll(_))
    }

    /// As the pattern spells it: a static segment decoded, a parameter in its brackets.
    pub(crate) fn spelled(&self) -> Cow<'_, str> {
        match self {
            Self::Static(text) => Cow::Borrowed(text),
            Self::Dynamic(name) => Cow::Owned(format!("[{name}]")),
            Self::CatchAll(name) => Cow::Owned(format!("[...{name}]")),
            Self::OptionalCatchAll(name) => Cow::Owned(format!("[[...{name}]]")),
        }
    }
}

/// What a folder of this name means.
pub(crate) fn folder(name: &str) -> Result<Folder, Malformed> {
    if is_plain(name.as_bytes()) {
        return Ok(Folder::Segment(Segment::Static(name.to_owned())));
    }
    if name.chars().any(char::is_control) {
        return Err(malformed(
            format!("the folder name {name:?} holds a control character"),
            format!(
                "rename the folder to `{}`",
                name.replace(char::is_control, "")
            ),
        ));
    }
    if name.starts_with('_') {
        return Ok(Folder::Private);
    }
    if let Some(slot) = name.strip_prefix('@') {
        return Err(malformed(
            format!("`{name}` is a parallel route, which route handlers do not have"),
            format!("rename the folder to `{slot}`, or to `%40{slot}` for a URL with `@` in it"),
        ));
    }
    if let Some(rest) = intercepted(name) {
        let plain = if rest.is_empty() { "name" } else { rest };
        return Err(malformed(
            format!("`{name}` is an intercepted route, which route handlers do not have"),
            format!("rename the folder to `{plain}`"),
        ));
    }
    if name.contains(['[', ']']) {
        return parameter(name).map(Folder::Segment);
    }
    if let Some(behind) = name.strip_prefix('(') {
        return group(name, behind);
    }
    decode(name).map(|text| Folder::Segment(Segment::Static(text)))
}

/// ASCII letters, digits, dashes and what stands between them, which most names are. A plain loop: macros run unoptimized in development.
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

fn malformed(message: String, help: String) -> Malformed {
    Malformed { message, help }
}

fn rename(message: String, to: &str) -> Malformed {
    malformed(message, format!("rename the folder to `{to}`"))
}

/// What follows the marks of `(.)x`, `(..)x`, `(..)(..)x` and `(...)x`.
fn intercepted(name: &str) -> Option<&str> {
    let mut rest = name;
    while let Some(behind) = ["(.)", "(..)", "(...)"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))
    {
        rest = behind;
    }
    (rest.len() < name.len()).then_some(rest)
}

fn group(name: &str, behind: &str) -> Result<Folder, Malformed> {
    match behind.split_once(')') {
        Some(("", "")) => Err(rename(
            format!("the route group `{name}` has no name"),
            "(group)",
        )),
        Some((_, "")) => Ok(Folder::Group),
        Some((group, rest)) => Err(malformed(
            format!("`{name}` mixes a route group with other text"),
            format!("split it into two folders: `({group})/{rest}`"),
        )),
        None => Err(rename(
            format!("`{name}` opens a route group and does not close it"),
            &format!("{name})"),
        )),
    }
}

/// A folder name with brackets in it.
fn parameter(name: &str) -> Result<Segment, Malformed> {
    type Make = fn(String) -> Segment;
    let forms: [(&str, &str, Make); 3] = [
        ("[[...", "]]", Segment::OptionalCatchAll),
        ("[...", "]", Segment::CatchAll),
        ("[", "]", Segment::Dynamic),
    ];
    for (open, close, make) in forms {
        if let Some(inner) = name
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            && is_parameter_name(inner)
        {
            return Ok(make(inner.to_owned()));
        }
    }
    Err(nearest(name))
}

fn is_parameter_name(name: &str) -> bool {
    !name.trim().is_empty()
        && !name.starts_with(['.', '…'])
        && !name.contains(['[', ']', ',', '/', '\\'])
}

/// The mistake in a folder name with brackets, and the valid spelling next to it.
fn nearest(name: &str) -> Malformed {
    let open = name.find('[').unwrap_or(0);
    let close = name.rfind(']').map_or(name.len(), |at| at + 1);
    if open >= close {
        return rename(
            format!("the brackets of `{name}` do not match"),
            &spelling(name),
        );
    }
    let (before, core, behind) = (&name[..open], &name[open..close], &name[close..]);
    let words: Vec<&str> = core
        .split(['[', ']', ','])
        .map(str::trim)
        .filter(|word| is_word(word))
        .collect();
    let has_comma = core.contains(',');
    if words.len() > 1 {
        let folders: Vec<String> = words.iter().map(|word| spelling(word)).collect();
        return malformed(
            format!("`{name}` holds several parameters, and a folder can hold one"),
            format!("nest the folders: `{}`", folders.join("/")),
        );
    }
    if !has_comma
        && core.starts_with('[')
        && core.ends_with(']')
        && !(before.is_empty() && behind.is_empty())
    {
        let text = if before.is_empty() { behind } else { before };
        return malformed(
            format!(
                "`{name}` mixes a parameter with other text, and a parameter is a whole segment"
            ),
            format!(
                "rename the folder to `{}` and check for `{text}` in the handler",
                spelling(core)
            ),
        );
    }
    let message = if words.is_empty() {
        format!("`{name}` names no parameter")
    } else if has_comma {
        format!("`{name}` is not a parameter: its name holds a comma")
    } else if name.matches('[').count() != name.matches(']').count() {
        format!("the brackets of `{name}` do not match")
    } else if core.starts_with("[[") && !core.contains(['.', '…']) {
        return malformed(
            format!("`{name}` is not a parameter: only a catch-all can be optional"),
            format!(
                "rename the folder to `{}`, or to `[[...{}]]` for none or more segments",
                spelling(name),
                words.first().unwrap_or(&"slug")
            ),
        );
    } else if core.contains(['.', '…']) {
        format!("`{name}` is not a catch-all, which has exactly three dots")
    } else {
        format!("`{name}` is not a parameter")
    };
    rename(message, &spelling(name))
}

fn is_word(word: &str) -> bool {
    !word.trim_start_matches(['.', '…']).is_empty()
}

/// The valid spelling nearest to a broken one.
fn spelling(name: &str) -> String {
    let inner = name.trim_matches(['[', ']', ',', ' ']);
    let word: String = inner
        .trim_start_matches(['.', '…'])
        .chars()
        .map(|letter| {
            if matches!(letter, '[' | ']' | ',' | '\\') {
                '-'
            } else {
                letter
            }
        })
        .collect();
    let word = if word.is_empty() { "slug" } else { &word };
    let dots = inner
        .chars()
        .take_while(|letter| matches!(letter, '.' | '…'));
    let dots: usize = dots.map(|letter| if letter == '…' { 3 } else { 1 }).sum();
    match (dots, name.starts_with("[[")) {
        (0 | 1, _) => format!("[{word}]"),
        (_, true) => format!("[[...{word}]]"),
        (_, false) => format!("[...{word}]"),
    }
}

/// Decodes the `%XX` of a static segment once.
fn decode(name: &str) -> Result<String, Malformed> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |at: usize| {
            behind
                .get(at)
                .and_then(|&digit| char::from(digit).to_digit(16))
        };
        let (Some(high), Some(low)) = (digit(0), digit(1)) else {
            let escaped = name.replace('%', "%25");
            return Err(malformed(
                format!("`{name}` has a `%` that is not followed by two hexadecimal digits"),
                format!("rename the folder to `{escaped}` for a URL with `%` in it"),
            ));
        };
        bytes.extend(u8::try_from(high * 16 + low));
        rest = &behind[2..];
    }
    let without = || {
        let plain: String =
            name.split('%')
                .enumerate()
                .fold(String::new(), |plain, (at, piece)| {
                    plain
                        + if at == 0 {
                            piece
                        } else {
                            piece.get(2..).unwrap_or("")
                        }
                });
        let plain = plain.trim_matches('.');
        if plain.is_empty() {
            "name".to_owned()
        } else {
            plain.to_owned()
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(rename(
            format!("the escapes of `{name}` are not UTF-8"),
            &without(),
        ));
    };
    let refused = match text.as_str() {
        "." | ".." => Some("a dot segment, which no URL can reach".to_owned()),
        _ => text
            .chars()
            .find(|&letter| letter.is_control() || matches!(letter, '/' | '\\' | '[' | ']'))
            .map(|letter| format!("{letter:?}, which a segment cannot hold")),
    };
    match refused {
        Some(what) => {
            let verb = if name.contains('%') {
                "decodes to"
            } else {
                "holds"
            };
            Err(rename(
                format!("`{name}` {verb} {what}"),
                &without().replace('\\', "-"),
            ))
        }
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests;
