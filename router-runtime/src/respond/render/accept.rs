//! The form that a client prefers (RFC 9110, section 12.5.1).

use axum::http::{HeaderMap, HeaderValue, header::ACCEPT};
use std::cmp::Reverse;

/// The form of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorFormat {
    /// `text/plain`, for clients without a preference.
    Text,
    /// `text/html`.
    Html,
    /// `application/problem+json` (RFC 9457), for clients that prefer any JSON type.
    Json,
}

/// The weight of a form, in thousandths.
#[derive(Clone, Copy, Default)]
struct Weight {
    value: u16,
    /// The precision with which the media range names the type; 0 if no range does.
    precision: u8,
    /// The position of the range in the header.
    position: usize,
}

impl ErrorFormat {
    const ALL: [Self; 3] = [Self::Text, Self::Html, Self::Json];

    /// Returns the form that a client prefers by the `Accept` header.
    ///
    /// The greatest weight wins, then the more precise media range, then the first one of the header. Without a preference, and if
    /// nothing is acceptable, it is text.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut weights = [Weight::default(); 3];
        let values = headers.get_all(ACCEPT).iter();
        let ranges = values.flat_map(|value| elements(value.as_bytes()));
        for (position, range) in ranges.enumerate() {
            let mut parts = range.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
            let name = parts.next().unwrap_or_default();
            let Some(value) = weight(parts) else {
                continue;
            };
            for (format, weight) in Self::ALL.iter().zip(&mut weights) {
                let precision = format.precision(name);
                let is_better = (precision, value) > (weight.precision, weight.value);
                if precision > 0 && is_better {
                    *weight = Weight {
                        value,
                        precision,
                        position,
                    };
                }
            }
        }
        let weighted = Self::ALL.into_iter().zip(weights);
        let best =
            weighted
                .filter(|(_, weight)| weight.value > 0)
                .max_by_key(|(format, weight)| {
                    let Weight {
                        value,
                        precision,
                        position,
                    } = *weight;
                    (value, precision, Reverse(position), Reverse(*format))
                });
        best.map_or(Self::Text, |(format, _)| format)
    }

    /// Returns how exactly a media range names the form.
    fn precision(self, range: &[u8]) -> u8 {
        let is = |name: &str| range.eq_ignore_ascii_case(name.as_bytes());
        let ends_in_json = || {
            let end = range.last_chunk::<5>();
            end.is_some_and(|end| end.eq_ignore_ascii_case(b"+json"))
        };
        match self {
            _ if is("*/*") => 1,
            Self::Text | Self::Html if is("text/*") => 2,
            Self::Text if is("text/plain") => 3,
            Self::Html if is("text/html") => 3,
            Self::Json if is("application/*") => 2,
            Self::Json if is("application/problem+json") => 4,
            Self::Json if is("application/json") || ends_in_json() => 3,
            _ => 0,
        }
    }
}

/// Returns `true` for clients that accept everything alike, which is known without parsing.
#[inline]
pub(super) fn accepts_anything(accept: Option<&HeaderValue>) -> bool {
    accept.is_none_or(|accept| accept.as_bytes() == b"*/*")
}

/// Splits a list at its commas outside of quotes.
fn elements(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    list.split(move |byte| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_quoted,
            b'"' => is_quoted = !is_quoted,
            _ => {}
        }
        *byte == b',' && !is_quoted
    })
}

/// Returns the weight among the parameters of a media range; `None` if it is malformed.
fn weight<'p>(parameters: impl Iterator<Item = &'p [u8]>) -> Option<u16> {
    for parameter in parameters {
        let [b'q' | b'Q', b'=', value @ ..] = parameter else {
            continue;
        };
        let (whole, fraction) = match value {
            [whole] => (whole, &[][..]),
            [whole, b'.', fraction @ ..] if fraction.len() <= 3 => (whole, fraction),
            _ => return None,
        };
        let mut weight = match whole {
            b'0' => 0,
            b'1' => 1000,
            _ => return None,
        };
        for (digit, unit) in fraction.iter().zip([100, 10, 1]) {
            weight += digit
                .is_ascii_digit()
                .then(|| u16::from(digit - b'0') * unit)?;
        }
        return (weight <= 1000).then_some(weight);
    }
    Some(1000)
}

#[cfg(test)]
mod tests {
    use super::{ErrorFormat::*, *};

    fn format_of(values: &[&'static str]) -> ErrorFormat {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(ACCEPT, HeaderValue::from_static(value));
        }
        ErrorFormat::of(&headers)
    }

    #[test]
    fn the_form_follows_the_weights_of_the_client() {
        for (accept, expected) in [
            ("*/*", Text),
            ("", Text),
            ("image/png", Text),
            ("text/*", Text),
            ("application/*", Json),
            // Firefox, Chromium.
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                Html,
            ),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,\
                 application/signed-exchange;v=b3;q=0.7",
                Html,
            ),
            // axios, jQuery, GitHub.
            ("application/json, text/plain, */*", Json),
            ("application/json, text/javascript, */*; q=0.01", Json),
            ("application/vnd.github+json", Json),
            ("application/problem+json", Json),
            ("text/plain", Text),
            ("text/html", Html),
            ("TEXT/HTML", Html),
            ("text/html, Application/Problem+JSON", Json),
            ("application/vnd.api+JSON", Json),
            ("+jso", Text),
            ("text/html;level=1;q=0.4, text/plain;q=0.3", Html),
            ("text/html;q=0.4, application/json;q=0.5", Json),
            ("text/html;q=0.123, application/json;q=0.124", Json),
            ("application/json, text/html", Json),
            ("text/html, application/json", Html),
            // Excluded.
            ("text/html;q=0, */*", Text),
            ("text/plain;q=0, */*", Html),
            ("text/*;q=0, */*", Json),
            (
                "text/html;q=0, text/plain;q=0.000, application/json;q=0",
                Text,
            ),
            ("application/problem+json;q=0, application/json", Text),
            ("*/*;q=0", Text),
            // A precise range decides over a general one.
            ("text/*, text/html;q=0.1, application/json;q=0.2", Text),
            ("text/plain;q=0.1, text/*, application/json;q=0.2", Html),
            // Malformed weights are ignored with their range.
            ("text/html;q=2", Text),
            ("text/html;q=1.001", Text),
            ("text/html;q=0.1234", Text),
            ("text/html;q=-1", Text),
            ("text/html;q=, application/json;q=0.1", Json),
            ("a/b;x=\"text/html, application/json\", text/plain", Text),
            ("a/b;x=\"\\\", text/html\"", Text),
            (",,;,text/html,", Html),
        ] {
            assert_eq!(format_of(&[accept]), expected, "{accept}");
        }
        assert_eq!(format_of(&[]), Text);
        assert_eq!(format_of(&["text/html;q=0.5", "application/json"]), Json);
    }
}
