//! The choice among the declared values of a header.

use axum::http::{HeaderName, HeaderValue, header::ACCEPT_LANGUAGE};

/// Returns the declared value that a header selects, or the first declared value. The elements of the header are compared in the order of
/// their weights: those of `Accept-Language` by the lookup of RFC 4647, section 3.4, those of other headers by equality without regard to
/// case.
pub(super) fn choose<'c>(
    name: &HeaderName,
    sent: &[u8],
    choices: &'c [HeaderValue],
) -> Option<&'c HeaderValue> {
    let equal = |element: &[u8]| {
        let mut choices = choices.iter();
        choices.find(|choice| choice.as_bytes().eq_ignore_ascii_case(element))
    };
    let chosen = if *name == ACCEPT_LANGUAGE {
        by_weight(sent)
            .into_iter()
            .find_map(|range| lookup(range, equal))
    } else {
        by_weight(sent).into_iter().find_map(equal)
    };
    chosen.or(choices.first())
}

/// Finds a language range, then the range without its last subtag, and so on. A subtag of a single letter goes with the one after it.
fn lookup<'c>(
    mut range: &[u8],
    equal: impl Fn(&[u8]) -> Option<&'c HeaderValue>,
) -> Option<&'c HeaderValue> {
    loop {
        if let Some(choice) = equal(range) {
            return Some(choice);
        }
        let shorter = range.iter().rposition(|byte| *byte == b'-')?;
        range = &range[..shorter];
        if let [before @ .., b'-', _] = range {
            range = before;
        }
    }
}

/// Returns the elements of a list without their parameters, those of the greatest weight first (RFC 9110, section 12.4.2). Elements of
/// weight 0 are not acceptable.
fn by_weight(list: &[u8]) -> Vec<&[u8]> {
    let mut elements: Vec<(u16, &[u8])> = list
        .split(|byte| *byte == b',')
        .filter_map(|element| {
            let mut parts = element.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
            let value = parts.next().filter(|value| !value.is_empty())?;
            let weight = parts.find_map(|part| {
                let (name, value) = part.split_at_checked(2)?;
                name.eq_ignore_ascii_case(b"q=").then_some(value)
            });
            let weight = weight.map_or(1000, thousandths);
            (weight > 0).then_some((weight, value))
        })
        .collect();
    elements.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    elements.into_iter().map(|(_, value)| value).collect()
}

/// Reads a weight such as `0.8`. A malformed one is the lowest.
fn thousandths(weight: &[u8]) -> u16 {
    let number = str::from_utf8(weight).ok().and_then(|it| it.parse().ok());
    let number: f32 = number.unwrap_or(0.001);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped before"
    )]
    let thousandths = (number.clamp(0.0, 1.0) * 1000.0).round() as u16;
    thousandths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_14_languages_are_looked_up_and_tokens_compared() {
        /// A header, its declared values, and the chosen one for each value of a client.
        type Case = (
            &'static str,
            &'static [&'static str],
            &'static [(&'static str, &'static str)],
        );
        let cases: [Case; 3] = [
            (
                "accept-language",
                &["en", "de", "zh-Hant"],
                &[
                    ("de", "de"),
                    ("de-CH", "de"),
                    ("DE-ch;q=0.5, en;q=0.4", "de"),
                    ("fr, de;q=0.1", "de"),
                    ("en;q=0.1, de", "de"),
                    ("fr, *", "en"),
                    ("", "en"),
                    ("de;q=0", "en"),
                    ("zh-Hant-CN-x-private1", "zh-Hant"),
                    ("zh", "en"),
                    ("de;q=x, en;q=0.5", "en"),
                    ("\u{e9}", "en"),
                ],
            ),
            (
                "accept-encoding",
                &["gzip", "br"],
                &[
                    ("br", "br"),
                    ("deflate, br;q=0.9", "br"),
                    ("deflate", "gzip"),
                    ("br;q=0", "gzip"),
                    ("BR", "br"),
                ],
            ),
            (
                "x-plan",
                &["free", "paid"],
                &[("paid", "paid"), ("unpaid", "free"), ("", "free")],
            ),
        ];
        for (name, choices, table) in cases {
            let choices: Vec<_> = choices
                .iter()
                .map(|it| HeaderValue::from_static(it))
                .collect();
            for (sent, expected) in table {
                let name = HeaderName::from_static(name);
                let chosen = choose(&name, sent.as_bytes(), &choices);
                assert_eq!(chosen.unwrap(), expected, "{name}: {sent}");
            }
        }
    }
}
