//! The text of the `Cache-Control` header, with the values of Next.js.
//!
//! Callers decide the values: `cache/policy.rs`, `cache/dependencies.rs`, `stored_response.rs` and `response.rs`.

use axum::http::HeaderValue;

/// The value for responses that no cache may store.
pub(crate) const NO_STORE: HeaderValue =
    HeaderValue::from_static("private, no-cache, no-store, max-age=0, must-revalidate");

/// Returns the value for a cached response, with both times in seconds: fresh for `period`, then stale until `expire`. A `period`
/// of `None` means forever.
pub(crate) fn of(period: Option<u32>, expire: u32) -> HeaderValue {
    let text = match period {
        None => format!("s-maxage={expire}"),
        Some(period) if period < expire => format!(
            "s-maxage={period}, stale-while-revalidate={}",
            expire - period
        ),
        Some(period) => format!("s-maxage={period}"),
    };
    HeaderValue::from_str(&text).unwrap_or(NO_STORE)
}

/// Returns `true` if a value forbids storing the response in a shared cache.
pub(crate) fn forbids_storing(value: &HeaderValue) -> bool {
    // A value that is not text may contain such a directive.
    value.to_str().map_or(true, |text| {
        text.split(',').any(|directive| {
            let name = directive.split('=').next().unwrap_or_default().trim();
            ["private", "no-store", "no-cache"]
                .iter()
                .any(|it| name.eq_ignore_ascii_case(it))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::policy::ONE_YEAR;

    #[test]
    fn the_values_are_those_of_next() {
        for (period, expire, text) in [
            (
                Some(2),
                ONE_YEAR,
                "s-maxage=2, stale-while-revalidate=31535998",
            ),
            (Some(60), 3600, "s-maxage=60, stale-while-revalidate=3540"),
            (Some(60), 60, "s-maxage=60"),
            (None, ONE_YEAR, "s-maxage=31536000"),
            (None, 10, "s-maxage=10"),
        ] {
            assert_eq!(of(period, expire), text);
        }
    }

    #[test]
    fn private_responses_must_not_be_stored() {
        for (value, forbids) in [
            ("private", true),
            ("max-age=5, No-Store", true),
            ("no-cache=\"set-cookie\"", true),
            ("public, max-age=5", false),
            ("x-private=1", false),
            ("", false),
        ] {
            assert_eq!(
                forbids_storing(&HeaderValue::from_static(value)),
                forbids,
                "{value}"
            );
        }
        assert!(forbids_storing(&HeaderValue::from_bytes(b"\xff").unwrap()));
    }
}
