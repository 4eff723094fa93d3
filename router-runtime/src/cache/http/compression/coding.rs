//! Content codings, and the one that a client prefers (RFC 9110, section 12.5.3).

use axum::http::{HeaderMap, HeaderValue, header::ACCEPT_ENCODING};

/// A coding of a compressed form, in the order of preference: the one that makes the smallest bodies comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Zstd,
    Gzip,
}

impl Coding {
    pub(super) const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// Its name in headers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    fn named(name: &[u8]) -> Option<Self> {
        let is_gzip = |name: &[u8]| name.eq_ignore_ascii_case(b"x-gzip");
        let found = Self::ALL
            .into_iter()
            .find(|coding| name.eq_ignore_ascii_case(coding.name().as_bytes()));
        found.or_else(|| is_gzip(name).then_some(Self::Gzip))
    }

    /// Returns the coding that a client [prefers](Self::preferred).
    pub(crate) fn of_client(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(ACCEPT_ENCODING).iter();
        let first = values.next()?;
        let rest = values.map(HeaderValue::as_bytes).collect::<Vec<_>>();
        if rest.is_empty() {
            return Self::preferred(first);
        }
        let all = [&[first.as_bytes()], &*rest].concat().join(&b',');
        Self::parse_preferred(&all)
    }

    /// Returns the coding with the largest weight in an `Accept-Encoding`, and of these the one that makes the smallest bodies; `None` if
    /// the client prefers a body without a coding, or does not accept any of these.
    pub(crate) fn preferred(accepted: &HeaderValue) -> Option<Self> {
        match accepted.as_bytes() {
            // Those of common browsers, without parsing.
            b"gzip, deflate, br, zstd" | b"gzip, deflate, br" => Some(Self::Brotli),
            accepted => Self::parse_preferred(accepted),
        }
    }

    fn parse_preferred(accepted: &[u8]) -> Option<Self> {
        let (mut weights, mut other, mut identity) = ([None; Self::ALL.len()], 0, None);
        for item in accepted.split(|byte| *byte == b',') {
            let mut parts = item.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
            let name = parts.next().unwrap_or_default();
            let weight = weight(parts);
            match Self::named(name) {
                Some(coding) => weights[coding as usize] = Some(weight),
                None if name == b"*" => other = weight,
                None if name.eq_ignore_ascii_case(b"identity") => identity = Some(weight),
                None => {}
            }
        }
        let weights = Self::ALL.map(|coding| (weights[coding as usize].unwrap_or(other), coding));
        // Of equal ones, the last is the greatest.
        let (weight, coding) = weights
            .into_iter()
            .rev()
            .max_by_key(|(weight, _)| *weight)?;
        (weight > 0 && weight >= identity.unwrap_or(0)).then_some(coding)
    }
}

/// Returns the weight among the parameters of an item, in thousandths. A malformed one is 0.
fn weight<'a>(parameters: impl Iterator<Item = &'a [u8]>) -> u16 {
    for parameter in parameters {
        let Some((b"q" | b"Q", value)) = split_once(parameter, b'=') else {
            continue;
        };
        let value = str::from_utf8(value.trim_ascii()).ok();
        let value = value.and_then(|value| value.parse::<f32>().ok());
        let thousandths = value.filter(|value| (0.0..=1.0).contains(value));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is between 0 and 1000"
        )]
        return thousandths.map_or(0, |weight| (weight * 1000.0).round() as u16);
    }
    1000
}

fn split_once(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|other| *other == byte)?;
    Some((text[..at].trim_ascii(), &text[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coding_with_the_largest_weight_is_preferred() {
        use Coding::{Brotli, Gzip, Zstd};
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", Some(Brotli)),
            ("gzip, deflate, br", Some(Brotli)),
            ("deflate, gzip, br, zstd", Some(Brotli)),
            ("zstd, gzip", Some(Zstd)),
            ("gzip", Some(Gzip)),
            ("X-Gzip", Some(Gzip)),
            ("GZIP", Some(Gzip)),
            ("br;q=0.5, gzip", Some(Gzip)),
            ("br;q=0.5,gzip;q=0.5", Some(Brotli)),
            ("br ; Q = 0.2 , zstd; q=0.3", Some(Zstd)),
            ("br;q=0, *", Some(Zstd)),
            ("*", Some(Brotli)),
            ("*;q=0", None),
            ("*;q=0, gzip;q=0.001", Some(Gzip)),
            ("br;q=0", None),
            ("identity", None),
            ("identity;q=1, gzip;q=0.5", None),
            ("identity;q=0.5, gzip;q=0.5", Some(Gzip)),
            ("identity;q=0", None),
            ("deflate", None),
            ("", None),
            (",;,=;q", None),
            ("br;q=2", None),
            ("br;q=-1", None),
            ("br;q=x, gzip;q=0.1", Some(Gzip)),
            ("br;q=NaN", None),
            ("br;level=1;q=0.1, gzip;q=0.2", Some(Gzip)),
            ("brotli", None),
        ] {
            let value = HeaderValue::from_str(accepted).unwrap();
            assert_eq!(Coding::preferred(&value), expected, "{accepted:?}");
        }
    }
}
