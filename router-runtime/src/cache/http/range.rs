//! The header `Range`.

use super::conditional::{date, single};
use axum::http::{
    HeaderMap, HeaderValue,
    header::{IF_RANGE, RANGE},
};
use std::time::Duration;

/// The requested part of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByteRange {
    /// The whole body; also for several ranges, other units and malformed ranges.
    Whole,
    /// The bytes from the first to the last, inclusive.
    Bytes(usize, usize),
    /// A range beyond the end of the body.
    Unsatisfiable,
}

/// Returns the requested part of a body of `length` bytes. `last_modified` is `None` if a date does not tell bodies apart.
pub(crate) fn requested_range(
    request: &HeaderMap,
    length: usize,
    etag: &HeaderValue,
    last_modified: Option<u64>,
    age: Duration,
) -> ByteRange {
    let Some(range) = single(request, &RANGE) else {
        return ByteRange::Whole;
    };
    let is_same = request.get(IF_RANGE).is_none_or(|validator| {
        if validator.as_bytes().starts_with(b"\"") {
            return validator == etag;
        }
        // A date is a whole second, within which the body may have changed.
        age >= Duration::from_secs(1) && last_modified.is_some() && date(validator) == last_modified
    });
    match range.to_str() {
        Ok(range) if is_same => parse(range, length),
        _ => ByteRange::Whole,
    }
}

fn parse(range: &str, length: usize) -> ByteRange {
    let Some((unit, range)) = range.split_once('=') else {
        return ByteRange::Whole;
    };
    let Some((first, last)) = range.trim().split_once('-') else {
        return ByteRange::Whole;
    };
    if !unit.eq_ignore_ascii_case("bytes") {
        return ByteRange::Whole;
    }
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => ByteRange::Whole,
        (Some(first), last) if last.is_some() || range.trim().ends_with('-') => {
            if first >= length {
                return ByteRange::Unsatisfiable;
            }
            ByteRange::Bytes(first, last.map_or(length - 1, |last| last.min(length - 1)))
        }
        (None, Some(0)) if first.is_empty() => ByteRange::Unsatisfiable,
        (None, Some(_)) if first.is_empty() && length == 0 => ByteRange::Unsatisfiable,
        (None, Some(last)) if first.is_empty() => {
            ByteRange::Bytes(length.saturating_sub(last), length - 1)
        }
        _ => ByteRange::Whole,
    }
}

/// Parses digits. A number that is too large saturates, since it is beyond every body.
fn number(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_27_a_single_range_is_honoured_and_others_are_ignored() {
        use ByteRange::{Bytes, Unsatisfiable, Whole};
        for (range, expected) in [
            ("bytes=0-3", Bytes(0, 3)),
            ("Bytes=0-0", Bytes(0, 0)),
            ("bytes=-2", Bytes(8, 9)),
            ("bytes=-99", Bytes(0, 9)),
            ("bytes=8-", Bytes(8, 9)),
            ("bytes=5-99999999999999999999999", Bytes(5, 9)),
            ("bytes=20-", Unsatisfiable),
            ("bytes=10-12", Unsatisfiable),
            ("bytes=-0", Unsatisfiable),
            ("bytes=0-1,4-5", Whole),
            ("bytes=3-1", Whole),
            ("bytes=-", Whole),
            ("bytes=a-b", Whole),
            ("bytes=1-b", Whole),
            ("bytes=+1-2", Whole),
            ("lines=0-3", Whole),
            ("bytes", Whole),
            ("", Whole),
        ] {
            assert_eq!(parse(range, 10), expected, "{range}");
        }
        for range in ["bytes=0-", "bytes=-1", "bytes=0-0"] {
            assert_eq!(parse(range, 0), Unsatisfiable, "{range}");
        }
    }

    #[test]
    fn a_range_of_another_body_is_ignored() {
        let etag = HeaderValue::from_static("\"new\"");
        let second = Duration::from_secs(1);
        for (validator, age, is_part) in [
            ("\"new\"", Duration::ZERO, true),
            ("W/\"new\"", second, false),
            ("\"old\"", second, false),
            ("Sun, 06 Nov 1994 08:49:37 GMT", second, true),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Duration::ZERO, false),
            ("Sun, 06 Nov 1994 08:49:38 GMT", second, false),
        ] {
            let mut request = HeaderMap::new();
            request.insert(RANGE, HeaderValue::from_static("bytes=0-3"));
            request.insert(IF_RANGE, validator.parse().unwrap());
            let part = requested_range(&request, 10, &etag, Some(784_111_777), age);
            assert_eq!(part != ByteRange::Whole, is_part, "{validator} {age:?}");
        }
    }
}
