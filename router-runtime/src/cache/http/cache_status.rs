//! The `Cache-Status` header (RFC 9211).

use crate::cache::outcome::{Forwarded, Outcome};
use axum::http::{HeaderName, HeaderValue, StatusCode};

/// The name of the header, which `http` has no constant for.
pub(crate) const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// The value of a hit, in front of the number of seconds.
pub(super) const HIT_WITH_TTL: &str = "rcache; hit; ttl=";

/// Returns the value for a response with that status. `ttl` is the time in seconds for which it is still fresh; `None`: forever.
pub(crate) fn of(outcome: Outcome, status: StatusCode, ttl: Option<i64>) -> HeaderValue {
    let with_ttl = || ttl.map(|ttl| format!("; ttl={ttl}")).unwrap_or_default();
    let text = match outcome {
        Outcome::Hit => match ttl {
            Some(seconds) => format!("{HIT_WITH_TTL}{seconds}"),
            None => return HeaderValue::from_static("rcache; hit"),
        },
        #[cfg(feature = "second-tier")]
        Outcome::Loaded => format!("rcache; hit{}; detail=l2", with_ttl()),
        #[cfg(feature = "second-tier")]
        Outcome::Unconfirmed => format!("rcache; hit{}; detail=l2-down", with_ttl()),
        Outcome::Stale => format!("rcache; hit{}; detail=swr", with_ttl()),
        Outcome::StaleIfError => format!("rcache; hit{}; detail=sie", with_ttl()),
        Outcome::Miss(forwarded) => forward("miss", status, forwarded),
        Outcome::Expired(forwarded) => forward("stale", status, forwarded),
        Outcome::Revalidated(forwarded) => forward("request", status, forwarded),
        Outcome::Bypass(reason) => {
            let forward = forward("bypass", status, Forwarded::default());
            format!("{forward}; detail={}", reason.detail())
        }
    };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("rcache"))
}

fn forward(reason: &str, status: StatusCode, forwarded: Forwarded) -> String {
    let stored = if forwarded.stored { "; stored" } else { "" };
    let collapsed = if forwarded.collapsed {
        "; collapsed"
    } else {
        ""
    };
    let degraded = if forwarded.is_degraded {
        "; detail=l2-down"
    } else {
        ""
    };
    let status = status.as_u16();
    format!("rcache; fwd={reason}; fwd-status={status}{stored}{collapsed}{degraded}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::outcome::BypassReason;

    #[test]
    fn case_113_each_outcome_has_its_value() {
        let forwarded = |stored, collapsed| Forwarded {
            stored,
            collapsed,
            is_degraded: false,
        };
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
                Outcome::Miss(forwarded(true, false)),
                None,
                "rcache; fwd=miss; fwd-status=200; stored",
            ),
            (
                Outcome::Miss(forwarded(true, true)),
                None,
                "rcache; fwd=miss; fwd-status=200; stored; collapsed",
            ),
            (
                Outcome::Miss(Forwarded {
                    is_degraded: true,
                    ..forwarded(true, false)
                }),
                None,
                "rcache; fwd=miss; fwd-status=200; stored; detail=l2-down",
            ),
            (
                Outcome::Expired(forwarded(false, false)),
                None,
                "rcache; fwd=stale; fwd-status=200",
            ),
            (
                Outcome::Revalidated(forwarded(true, false)),
                None,
                "rcache; fwd=request; fwd-status=200; stored",
            ),
            (
                Outcome::Bypass(BypassReason::KeyTooLong),
                None,
                "rcache; fwd=bypass; fwd-status=200; detail=key_too_long",
            ),
        ] {
            assert_eq!(of(outcome, StatusCode::OK, ttl), text);
        }
    }
}
