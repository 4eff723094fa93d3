//! The check of the origin of a request that a form of another site may have sent.

use super::{ClientOptions, Origin, route::host};
use axum::http::{
    Extensions, HeaderMap, HeaderName,
    header::{CONTENT_TYPE, ORIGIN},
};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The types of bodies that browsers send to other origins without asking them first (Fetch standard section 2.2.2).
const FORM_TYPES: [&str; 3] = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
];

impl ClientOptions {
    /// Returns `true` if a page of another origin may have sent a request with an unsafe method.
    ///
    /// It is the check of `CrossOriginProtection` in Go, for the content types that browsers send without a preflight.
    pub(crate) fn refuses(&self, headers: &HeaderMap, extensions: &Extensions) -> bool {
        if !has_form_type(headers) {
            return false;
        }
        let site = headers.get(SEC_FETCH_SITE);
        if site.is_some_and(|site| site == "same-origin" || site == "none") {
            return false;
        }
        let Some(origin) = headers.get(ORIGIN) else {
            // Without both fields it is no browser.
            return site.is_some();
        };
        let origin = origin.to_str().ok();
        let Some(origin) = origin.and_then(|it| it.parse::<Origin>().ok()) else {
            return true;
        };
        // Browsers send `Sec-Fetch-Site` to secure origins only.
        let is_own = site.is_none()
            && host(self.proxies.as_deref(), headers, extensions)
                .is_some_and(|host| origin.is_at(&host));
        !is_own && !self.origins.contains(&origin)
    }
}

fn has_form_type(headers: &HeaderMap) -> bool {
    let Some(field) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let mut parts = field.as_bytes().split(|byte| *byte == b';');
    let essence = parts.next().unwrap_or_default().trim_ascii();
    let is = |name: &&str| essence.eq_ignore_ascii_case(name.as_bytes());
    essence.is_empty() || FORM_TYPES.iter().any(is)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn is_refused(fields: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("a.example"));
        for (name, value) in fields {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        let options = ClientOptions {
            proxies: None,
            origins: vec!["https://trusted.example".parse().unwrap()],
        };
        options.refuses(&headers, &Extensions::new())
    }

    #[test]
    fn requests_of_other_origins_are_refused() {
        for (fields, expected) in [
            (&[][..], false),
            (&[("sec-fetch-site", "same-origin")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "same-site")], true),
            (&[("sec-fetch-site", "cross-site")], true),
            (&[("sec-fetch-site", "")], true),
            (&[("origin", "http://a.example")], false),
            // A proxy may have removed TLS.
            (&[("origin", "https://a.example")], false),
            (&[("origin", "https://A.example:443")], false),
            (&[("origin", "https://a.example:8443")], true),
            (&[("origin", "https://b.a.example")], true),
            (&[("origin", "https://a.example.evil.example")], true),
            (&[("origin", "null")], true),
            (&[("origin", "")], true),
            (&[("origin", "https://trusted.example")], false),
            (&[("origin", "http://trusted.example")], true),
            (
                &[
                    ("origin", "https://trusted.example"),
                    ("sec-fetch-site", "cross-site"),
                ],
                false,
            ),
            // The browser knows better.
            (
                &[
                    ("origin", "http://a.example"),
                    ("sec-fetch-site", "cross-site"),
                ],
                true,
            ),
            (
                &[
                    ("origin", "https://evil.example"),
                    ("sec-fetch-site", "same-origin"),
                ],
                false,
            ),
        ] {
            assert_eq!(is_refused(fields), expected, "{fields:?}");
        }
    }

    #[test]
    fn only_types_of_forms_are_checked() {
        for (content_type, expected) in [
            ("application/x-www-form-urlencoded", true),
            ("Multipart/Form-Data; boundary=x", true),
            (" text/plain ;charset=utf-8", true),
            ("", true),
            ("; charset=utf-8", true),
            ("application/json", false),
            ("text/plainer", false),
            ("application/octet-stream", false),
        ] {
            let fields = [
                ("content-type", content_type),
                ("sec-fetch-site", "cross-site"),
            ];
            assert_eq!(is_refused(&fields), expected, "{content_type}");
        }
    }
}
