//! Folder names with brackets.

use super::model::Segment;
use crate::{
    diagnostics::{Code, Problem},
    unicode::composed,
};

/// The parameter of a folder name with brackets.
pub(super) fn parameter(name: &str) -> Result<Segment, Problem> {
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
            return Ok(make(composed(inner).into_owned()));
        }
    }
    Err(malformed(name))
}

fn is_parameter_name(name: &str) -> bool {
    !name.trim().is_empty()
        && !name.starts_with(['.', '…'])
        && !name.contains(['[', ']', ',', '/', '\\'])
}

/// The mistake in a folder name with brackets, and the closest valid spelling.
fn malformed(name: &str) -> Problem {
    let rename = |code, message| {
        let help = format!("rename the folder to `{}`", spelling(name));
        Problem::new(code, message, help)
    };
    let unmatched = || rename(Code::Brackets, format!("`{name}` has unmatched brackets"));
    let open = name.find('[').unwrap_or(0);
    let close = name.rfind(']').map_or(name.len(), |at| at + 1);
    if open >= close {
        return unmatched();
    }
    let (before, core, behind) = (&name[..open], &name[open..close], &name[close..]);
    let words = core.split(['[', ']', ',']).map(str::trim);
    let words: Vec<&str> = words.filter(|word| is_word(word)).collect();
    let has_comma = core.contains(',');
    let has_dots = core.contains(['.', '…']);
    if words.len() > 1 {
        let folders: Vec<String> = words.iter().map(|word| spelling(word)).collect();
        return Problem::new(
            Code::SeveralParameters,
            format!("`{name}` contains several parameters, expected one"),
            format!("nest the folders: `{}`", folders.join("/")),
        );
    }
    let is_whole = before.is_empty() && behind.is_empty();
    if !has_comma && core.starts_with('[') && core.ends_with(']') && !is_whole {
        let text = if before.is_empty() { behind } else { before };
        let core = spelling(core);
        return Problem::new(
            Code::MixedParameter,
            format!("`{name}` mixes a parameter with other text; a parameter is a whole segment"),
            format!("rename the folder to `{core}` and check for `{text}` in the handler"),
        );
    }
    if words.is_empty() {
        let message = format!("`{name}` has no parameter name");
        rename(Code::UnnamedParameter, message)
    } else if has_comma {
        let message = format!("`{name}` is not a parameter: its name contains a comma");
        rename(Code::ParameterName, message)
    } else if name.matches('[').count() != name.matches(']').count() {
        unmatched()
    } else if core.starts_with("[[") && !has_dots {
        Problem::new(
            Code::OptionalParameter,
            format!("`{name}` is not a parameter: only a catch-all can be optional"),
            format!(
                "rename the folder to `{}`, or to `[[...{}]]` for zero or more segments",
                spelling(name),
                words.first().unwrap_or(&"slug")
            ),
        )
    } else if has_dots {
        let message = format!("`{name}` is not a catch-all: expected exactly three dots");
        rename(Code::CatchAllDots, message)
    } else {
        rename(Code::ParameterName, format!("`{name}` is not a parameter"))
    }
}

fn is_word(word: &str) -> bool {
    !word.trim_start_matches(['.', '…']).is_empty()
}

/// The valid spelling closest to a malformed one.
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
