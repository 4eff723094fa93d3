//! The compressed forms of files, and the one that a request prefers.

use axum::http::{HeaderMap, header::ACCEPT_ENCODING};
use tower_http::services::ServeDir;

/// The content coding of a form of a file, from the least preferred to the most preferred one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    /// The file itself.
    Identity,
    Gzip,
    Brotli,
    Zstd,
}

impl Encoding {
    /// The codings of compressed forms.
    pub(super) const COMPRESSED: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Zstd];

    /// Returns the name in headers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }

    /// Returns the ending of the names of files.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
            Self::Zstd => ".zst",
        }
    }

    /// Lets `ServeDir` send this form.
    pub(super) fn enable(self, serve: ServeDir) -> ServeDir {
        match self {
            Self::Identity => serve,
            Self::Gzip => serve.precompressed_gzip(),
            Self::Brotli => serve.precompressed_br(),
            Self::Zstd => serve.precompressed_zstd(),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let mut all = [Self::Identity].into_iter().chain(Self::COMPRESSED);
        all.find(|it| is(it.name()))
            .or_else(|| is("x-gzip").then_some(Self::Gzip))
    }
}

/// Returns the coding that a request prefers among those that exist, as `ServeDir` does. The file itself always exists.
pub(super) fn preferred(headers: &HeaderMap, exists: impl Fn(Encoding) -> bool) -> Encoding {
    let fields = headers.get_all(ACCEPT_ENCODING).iter();
    let items = fields
        .filter_map(|field| field.to_str().ok())
        .flat_map(|field| field.split(','));
    items
        .filter_map(|item| {
            let (name, weight) = match item.split_once(';') {
                None => (item, 1000),
                Some((name, weight)) => (name, parse_weight(weight.trim())?),
            };
            let encoding = Encoding::parse(name.trim())?;
            (weight > 0 && exists(encoding)).then_some((weight, encoding))
        })
        .max()
        .map_or(Encoding::Identity, |(_, encoding)| encoding)
}

/// Parses a weight such as `q=0.5`, in thousandths (RFC 9110 section 12.4.2).
fn parse_weight(text: &str) -> Option<u16> {
    let number = text.strip_prefix(['q', 'Q'])?.strip_prefix('=')?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole = match whole {
        "0" => 0,
        "1" => 1000,
        _ => return None,
    };
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{fraction:0<3}").parse::<u16>().ok()?;
    Some(whole + thousandths).filter(|weight| *weight <= 1000)
}

#[cfg(test)]
mod tests {
    use super::{Encoding, parse_weight, preferred};
    use axum::http::{HeaderMap, HeaderValue, Request, header};
    use proptest::prelude::*;
    use std::fs;
    use tower::ServiceExt;
    use tower_http::services::ServeDir;

    #[test]
    fn weights_have_at_most_three_digits() {
        for (text, expected) in [
            ("q=1", Some(1000)),
            ("Q=0.5", Some(500)),
            ("q=0.001", Some(1)),
            ("q=1.", Some(1000)),
            ("q=0.", Some(0)),
            ("q=1.001", None),
            ("q=0.0001", None),
            ("q=.5", None),
            ("q=2", None),
            ("q", None),
            ("q=0.+1", None),
        ] {
            assert_eq!(parse_weight(text), expected, "{text}");
        }
    }

    fn items() -> impl Strategy<Value = String> {
        let name = prop_oneof![
            "gzip|x-gzip|GZip|br|zstd|identity|deflate|\\*|",
            "[a-z]{0,3}"
        ];
        let weight = prop_oneof![
            Just(String::new()),
            "; ?[qQ]=[01](\\.[0-9]{0,4})?",
            ";[a-z=.0-9]{0,5}"
        ];
        (name, weight).prop_map(|(name, weight)| name + &weight)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn the_preferred_form_is_that_of_serve_dir(
            fields in prop::collection::vec(prop::collection::vec(items(), 0..4), 0..3),
            existing in prop::sample::subsequence(Encoding::COMPRESSED.to_vec(), 0..=3),
        ) {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("a.js"), "identity").unwrap();
            let mut serve = ServeDir::new(folder.path());
            for form in &existing {
                fs::write(folder.path().join(format!("a.js{}", form.ending())), form.name()).unwrap();
                serve = form.enable(serve);
            }
            let mut headers = HeaderMap::new();
            for field in fields {
                let field = HeaderValue::try_from(field.join(", ")).unwrap();
                headers.append(header::ACCEPT_ENCODING, field);
            }
            let own = preferred(&headers, |it| it == Encoding::Identity || existing.contains(&it));
            let mut request = Request::new(axum::body::Body::empty());
            *request.uri_mut() = "/a.js".parse().unwrap();
            *request.headers_mut() = headers;
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let response = runtime.block_on(serve.oneshot(request)).unwrap();
            let sent = response.headers().get(header::CONTENT_ENCODING);
            prop_assert_eq!(sent.map_or("identity", |it| it.to_str().unwrap()), own.name());
        }
    }
}
