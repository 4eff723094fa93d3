//! `Cache-Status` (RFC 9211): how the cache answered.

use super::outcome::{Forwarded, Outcome};
use axum::http::{HeaderValue, StatusCode};

/// The header of an answer with that status; `ttl` is how long it is fresh, and unknown for ever.
pub(super) fn of(outcome: Outcome, status: StatusCode, ttl: Option<i64>) -> HeaderValue {
    let ttl = || ttl.map(|ttl| format!("; ttl={ttl}")).unwrap_or_default();
    let text = match outcome {
        Outcome::Hit => format!("rcache; hit{}", ttl()),
        Outcome::Stale => format!("rcache; hit{}; detail=swr", ttl()),
        Outcome::StaleIfError => format!("rcache; hit{}; detail=sie", ttl()),
        Outcome::Miss(fetched) => forward("miss", status, fetched),
        Outcome::Expired(fetched) => forward("stale", status, fetched),
        Outcome::Revalidated(fetched) => forward("request", status, fetched),
        Outcome::Bypass(reason) => {
            let forward = forward("bypass", status, Forwarded::default());
            format!("{forward}; detail={}", reason.detail())
        }
    };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("rcache"))
}

fn forward(reason: &str, status: StatusCode, fetched: Forwarded) -> String {
    let stored = if fetched.stored { "; stored" } else { "" };
    let collapsed = if fetched.collapsed { "; collapsed" } else { "" };
    let status = status.as_u16();
    format!("rcache; fwd={reason}; fwd-status={status}{stored}{collapsed}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::outcome::Reason;

    #[test]
    fn case_113_each_outcome_has_its_words() {
        let fetched = |stored, collapsed| Forwarded { stored, collapsed };
        for (outcome, ttl, text) in [
            (Outcome::Hit, Some(57), "rcache; hit; ttl=57"),
            (Outcome::Hit, None, "rcache; hit"),
            (Outcome::Stale, Some(-3), "rcache; hit; ttl=-3; detail=swr"),
            (
                Outcome::StaleIfError,
                Some(-3),
                "rcache; hit; ttl=-3; detail=sie",
            ),
            (
                Outcome::Miss(fetched(true, false)),
                None,
                "rcache; fwd=miss; fwd-status=200; stored",
            ),
            (
                Outcome::Miss(fetched(true, true)),
                None,
                "rcache; fwd=miss; fwd-status=200; stored; collapsed",
            ),
            (
                Outcome::Expired(fetched(false, false)),
                None,
                "rcache; fwd=stale; fwd-status=200",
            ),
            (
                Outcome::Revalidated(fetched(true, false)),
                None,
                "rcache; fwd=request; fwd-status=200; stored",
            ),
            (
                Outcome::Bypass(Reason::Variants),
                None,
                "rcache; fwd=bypass; fwd-status=200; detail=variants",
            ),
        ] {
            assert_eq!(of(outcome, StatusCode::OK, ttl), text);
        }
    }
}
