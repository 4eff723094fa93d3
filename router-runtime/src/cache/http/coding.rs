//! Content codings, and the one that a client prefers (RFC 9110, section 12.5.3).

use axum::http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT_ENCODING, VARY},
};

/// The coding of a compressed form. Of those with equal weights, the one that makes the smallest bodies is preferred; it comes first here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Zstd,
    Gzip,
}

impl Coding {
    pub(crate) const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// Its name in headers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    fn named(name: &str) -> Option<Self> {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let found = Self::ALL.into_iter().find(|coding| is(coding.name()));
        found.or_else(|| is("x-gzip").then_some(Self::Gzip))
    }

    /// Returns the coding that a client prefers among those that `exists` accepts; `None` if it prefers a body without a coding, or
    /// accepts only other codings.
    pub(crate) fn of_client(headers: &HeaderMap, exists: impl Fn(Self) -> bool) -> Option<Self> {
        let mut values = headers.get_all(ACCEPT_ENCODING).iter();
        let first = values.next()?;
        let rest = values.map(HeaderValue::as_bytes).collect::<Vec<_>>();
        if rest.is_empty() {
            return Self::preferred(first, exists);
        }
        let all = [&[first.as_bytes()], &*rest].concat().join(&b',');
        preferred(str::from_utf8(&all).ok()?, exists)
    }

    /// Does the same for one `Accept-Encoding`.
    pub(crate) fn preferred(accepted: &HeaderValue, exists: impl Fn(Self) -> bool) -> Option<Self> {
        match accepted.as_bytes() {
            // Those of common browsers, without parsing.
            b"gzip, deflate, br, zstd" | b"gzip, deflate, br" if exists(Self::Brotli) => {
                Some(Self::Brotli)
            }
            accepted => preferred(str::from_utf8(accepted).ok()?, exists),
        }
    }
}

fn preferred(accepted: &str, exists: impl Fn(Coding) -> bool) -> Option<Coding> {
    let (mut weights, mut other, mut identity) = ([None; Coding::ALL.len()], 0, 0);
    for item in accepted.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let weight = parts.find_map(weight).unwrap_or(1000);
        match Coding::named(name) {
            Some(coding) => weights[coding as usize] = Some(weight),
            None if name == "*" => other = weight,
            None if name.eq_ignore_ascii_case("identity") => identity = weight,
            None => {}
        }
    }
    let existing = Coding::ALL.into_iter().filter(|coding| exists(*coding));
    let weights = existing.map(|coding| (weights[coding as usize].unwrap_or(other), coding));
    // Of equal ones, the last is the greatest.
    let weights = weights.rev().max_by_key(|(weight, _)| *weight);
    let (weight, coding) = weights?;
    (weight > 0 && weight >= identity).then_some(coding)
}

/// Parses a weight such as `q=0.5`, in thousandths (RFC 9110, section 12.4.2). A malformed one is 0; `None` for another parameter.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    name.trim().eq_ignore_ascii_case("q").then(|| {
        let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
        let is_valid = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
        let digits = fraction.bytes().map(|byte| u16::from(byte & 0xf));
        let thousandths = digits
            .zip([100, 10, 1])
            .map(|(digit, unit)| digit * unit)
            .sum();
        match (whole, thousandths) {
            ("0", thousandths) if is_valid => thousandths,
            ("1", 0) if is_valid => 1000,
            _ => 0,
        }
    })
}

/// Adds `Accept-Encoding` to the headers of the request on which a response depends.
pub(crate) fn vary_by_coding(headers: &mut HeaderMap) {
    if !varies_by_coding(headers.get_all(VARY)) {
        headers.append(VARY, HeaderValue::from(ACCEPT_ENCODING));
    }
}

/// Returns `true` if one of these values of `Vary` has `Accept-Encoding`.
pub(super) fn varies_by_coding<'v>(values: impl IntoIterator<Item = &'v HeaderValue>) -> bool {
    let values = values.into_iter().map(HeaderValue::as_bytes);
    let mut names = values.flat_map(|value| value.split(|byte| *byte == b','));
    let name = ACCEPT_ENCODING.as_str().as_bytes();
    names.any(|it| it.trim_ascii().eq_ignore_ascii_case(name))
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
            ("br;q=0.", None),
            ("br;q=1.", Some(Brotli)),
            ("identity", None),
            ("identity;q=1, gzip;q=0.5", None),
            ("identity;q=0.5, gzip;q=0.5", Some(Gzip)),
            ("identity;q=0", None),
            ("deflate", None),
            ("", None),
            (",;,=;q", None),
            ("br;q=2", None),
            ("br;q=-1", None),
            ("br;q=1.001", None),
            ("br;q=0.0001", None),
            ("br;q=.5", None),
            ("br;q=1e-3", None),
            ("br;q=x, gzip;q=0.1", Some(Gzip)),
            ("br;q=NaN", None),
            ("br;level=1;q=0.1, gzip;q=0.2", Some(Gzip)),
            ("brotli", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, accepted.parse().unwrap());
            let found = Coding::of_client(&headers, |_| true);
            assert_eq!(found, expected, "{accepted:?}");
        }
    }

    #[test]
    fn a_weight_has_at_most_three_digits() {
        for thousandths in 0..1000 {
            let text = format!("q=0.{thousandths:03}");
            assert_eq!(weight(&text), Some(thousandths), "{text}");
            let short = text.trim_end_matches('0');
            assert_eq!(weight(short), Some(thousandths), "{short}");
        }
        for one in ["q=1", "q=1.", "q=1.0", "Q = 1.000"] {
            assert_eq!(weight(one), Some(1000), "{one}");
        }
    }

    #[test]
    fn only_existing_codings_are_preferred() {
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", Some(Coding::Gzip)),
            ("br, zstd;q=0.5, gzip;q=0.1", Some(Coding::Gzip)),
            ("br, *;q=0.5", Some(Coding::Gzip)),
            ("br, zstd", None),
            ("br, gzip;q=0.5, identity;q=0.8", None),
        ] {
            let accepted = accepted.parse().unwrap();
            let found = Coding::preferred(&accepted, |coding| coding == Coding::Gzip);
            assert_eq!(found, expected, "{accepted:?}");
        }
    }

    #[test]
    fn other_names_in_vary_are_preserved() {
        for (fields, expected) in [
            (&[][..], 1),
            (&["Cookie"], 2),
            (&["Cookie", "Accept-Language"], 3),
            (&["Cookie, Accept-Encoding", "Accept-Language"], 2),
        ] {
            let mut headers = HeaderMap::new();
            for field in fields {
                headers.append(VARY, field.parse().unwrap());
            }
            vary_by_coding(&mut headers);
            assert_eq!(headers.get_all(VARY).iter().count(), expected, "{fields:?}");
        }
    }

    #[test]
    fn several_fields_are_one_list() {
        let mut headers = HeaderMap::new();
        assert_eq!(Coding::of_client(&headers, |_| true), None);
        for field in ["br;q=0.5", "gzip"] {
            headers.append(ACCEPT_ENCODING, field.parse().unwrap());
        }
        assert_eq!(Coding::of_client(&headers, |_| true), Some(Coding::Gzip));
    }
}
