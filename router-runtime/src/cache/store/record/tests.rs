use super::*;
use crate::{
    cache::policy::Policy,
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
    errors::{Unrendered, error_response},
};
use axum::{
    body::Body,
    http::{HeaderValue, Response},
};
use std::{sync::Arc, time::SystemTime};

const IDENTITY: &[u8] = b"/items/[id] /items/1";

fn policy() -> Policy {
    let config = RouteConfigBuilder::new("app/items/[id]/route.rs")
        .revalidate(RevalidateValue(60).get())
        .cache_tags(&["items", "a,b"])
        .build();
    Policy::of(&config, "/items/[id]", "route")
        .unwrap()
        .unwrap()
}

fn stored(response: Response<Body>, body: &[u8]) -> StoredResponse {
    let (parts, _) = response.into_parts();
    let cdn_header = CdnHeader::Standard;
    let ended = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    StoredResponse::new(parts, body, &policy(), "/items/1", ended, &cdn_header, true)
}

fn page() -> StoredResponse {
    let response = Response::builder()
        .header("content-type", "text/plain")
        .header("x-twice", "1")
        .header("x-twice", HeaderValue::from_bytes(b"\xe9").unwrap())
        .body(Body::empty());
    stored(response.unwrap(), b"body")
}

fn record(response: &StoredResponse, secret: Option<&RecordSecret>) -> Bytes {
    encode(IDENTITY, response, policy().lifetime, secret).unwrap()
}

fn read_back(record: &[u8], secret: Option<&RecordSecret>) -> Result<Record, Unreadable> {
    decode(record, (IDENTITY, &[]), &CdnHeader::Standard, true, secret)
}

#[test]
fn the_tags_of_a_route_are_not_copied() {
    let policy = policy();
    let record = record(&page(), None);
    let key = (IDENTITY, &*policy.tags);
    let found = decode(&record, key, &CdnHeader::Standard, true, None).unwrap();
    assert_same(&found.response, &page());
    for (tag, found) in policy.tags.iter().zip(found.response.tags()) {
        let (Tag::Path(name) | Tag::User(name)) = tag else {
            panic!("{tag:?}");
        };
        let (Tag::Path(same) | Tag::User(same)) = found else {
            panic!("{found:?}");
        };
        assert!(Arc::ptr_eq(name, same), "{name}");
    }
}

fn assert_same(one: &StoredResponse, other: &StoredResponse) {
    let text = |stored: &StoredResponse| {
        let headers: Vec<_> = stored.uncompressed.headers.iter().collect();
        let (uncompressed, cause) = (&stored.uncompressed, &stored.cause);
        let head = format!("{:?} {headers:?} {:?}", stored.status, uncompressed.etag);
        let state = (
            stored.last_modified,
            stored.forms.exist(),
            &stored.cdn_header,
        );
        format!(
            "{head} {:?} {cause:?} {state:?} {:?}",
            uncompressed.body,
            stored.tags()
        )
    };
    assert_eq!(text(one), text(other));
}

#[test]
fn a_record_gives_back_the_response_and_its_lifetime() {
    let secret = RecordSecret::new(b"0123456789abcdef");
    let gone = error_response(StatusCode::NOT_FOUND, ErrorCause::Returned("é".into()));
    let data = StoredResponse::of_data(b"\0\xff", &policy());
    for response in [page(), stored(gone, b"404 Not Found\n"), data] {
        for secret in [None, Some(&secret)] {
            let record = record(&response, secret);
            let found =
                decode(&record, (IDENTITY, &[]), &response.cdn_header, true, secret).unwrap();
            assert_same(&found.response, &response);
            assert_eq!(found.lifetime, policy().lifetime);
        }
    }
}

#[test]
fn the_rejection_of_an_extractor_has_no_record() {
    let mut response = page();
    let error = std::io::Error::other("x");
    let cause = crate::errors::RejectionCause::new(Arc::new(error), "x");
    response.cause = Some(ErrorCause::Rejection(cause));
    assert_eq!(encode(IDENTITY, &response, policy().lifetime, None), None);
    let (mut parts, _) = Response::new(Body::empty()).into_parts();
    parts.extensions.insert(Unrendered(ErrorCause::NoRoute));
    let response = stored(Response::from_parts(parts, Body::empty()), b"");
    assert!(encode(IDENTITY, &response, policy().lifetime, None).is_some());
}

#[test]
fn case_109_each_changed_bit_and_each_missing_byte_is_a_miss() {
    let secret = RecordSecret::new(b"0123456789abcdef");
    for secret in [None, Some(&secret)] {
        let whole = record(&page(), secret);
        for bit in 0..whole.len() * 8 {
            let mut changed = whole.to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(read_back(&changed, secret).is_err(), "bit {bit}");
        }
        for length in 0..whole.len() {
            assert!(
                read_back(&whole[..length], secret).is_err(),
                "{length} bytes"
            );
        }
    }
}

#[test]
fn case_109_a_content_that_was_changed_on_purpose_is_read_without_a_panic() {
    // Its checksum is right, so that each field is read.
    let whole = record(&page(), None);
    let content = &whole[12..];
    for bit in 0..content.len() * 8 {
        let mut changed = content.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        let _ = read_back(&seal::seal(SCHEMA, &changed, None), None);
    }
    for length in 0..content.len() {
        let shorter = seal::seal(SCHEMA, &content[..length], None);
        assert!(read_back(&shorter, None).is_err(), "{length} bytes");
    }
    let longer = seal::seal(SCHEMA, &[content, b"x"].concat(), None);
    assert_eq!(read_back(&longer, None).unwrap_err(), Unreadable::Content);
}

#[test]
fn case_109_foreign_records_are_a_miss() {
    let secret = |text: &str| Some(RecordSecret::new(text.as_bytes()));
    let (ours, theirs) = (secret("0123456789abcdef"), secret("0123456789abcdeg"));
    let (plain, coded) = (record(&page(), None), record(&page(), ours.as_ref()));
    let error = |record: &[u8], secret: &Option<RecordSecret>| {
        read_back(record, secret.as_ref()).unwrap_err()
    };
    assert_eq!(error(&coded, &theirs), Unreadable::Seal);
    assert_eq!(error(&coded, &None), Unreadable::Seal);
    assert_eq!(error(&plain, &ours), Unreadable::Seal);
    assert_eq!(error(b"", &None), Unreadable::Schema);
    assert_eq!(error(b"anything else", &None), Unreadable::Schema);
    let next = seal::seal(SCHEMA + 1, &plain[12..], None);
    assert_eq!(error(&next, &None), Unreadable::Schema);
    let other = decode(
        &plain,
        (b"/items/[id] /items/2", &[]),
        &CdnHeader::Standard,
        true,
        None,
    );
    assert_eq!(other.unwrap_err(), Unreadable::OtherKey);
}

#[test]
fn different_lists_are_different_bytes() {
    let lists: [&[Option<&[u8]>]; 6] = [
        &[],
        &[None],
        &[Some(b"")],
        &[Some(b"a"), Some(b"b")],
        &[Some(b"ab")],
        &[Some(b"ab"), None],
    ];
    for (index, one) in lists.iter().enumerate() {
        for other in &lists[index + 1..] {
            let [one, other] = [one, other].map(|list| joined(list.iter().copied()));
            assert_ne!(one, other);
        }
    }
}
