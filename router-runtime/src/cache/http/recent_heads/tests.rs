use super::*;
use crate::cache::{freshness::Lifetime, http::stored_headers::StoredHeaders, outcome::Outcome};
use axum::http::{
    HeaderValue,
    header::{ETAG, VARY},
};
use std::{cell::Cell, iter, ptr};

const SECOND: Duration = Duration::from_secs(1);

/// A head of an entry that was created at zero, and its table.
struct TestHead {
    recent: &'static RecentHeads,
    id: HeadId,
    headers: HeaderMap,
    created: Cell<[usize; 2]>,
}

impl TestHead {
    fn new(recent: &'static RecentHeads, id: HeadId, headers: HeaderMap) -> Self {
        let created = Cell::default();
        Self {
            recent,
            id,
            headers,
            created,
        }
    }

    /// Returns the headers of a hit, and the numbers of headers of the time and of heads that it created.
    fn at(&self, now: Duration) -> (HeaderMap, [usize; 2]) {
        self.created.set([0, 0]);
        let count = |index: usize| {
            let mut created = self.created.get();
            created[index] += 1;
            self.created.set(created);
        };
        let time = || {
            count(0);
            time(now)
        };
        let create = || {
            count(1);
            NewHead {
                status: StatusCode::CREATED,
                headers: StoredHeaders::new(&self.headers).to_map(),
            }
        };
        let parts = self.recent.at(self.id, now, time, create);
        assert_eq!(parts.status, StatusCode::CREATED);
        (parts.headers, self.created.get())
    }

    fn expected(&self, now: Duration) -> HeaderMap {
        let mut expected = self.headers.clone();
        time(now).insert_into(&mut expected);
        expected
    }
}

fn time(age: Duration) -> TimeHeaders {
    let lifetime = Lifetime {
        revalidate: Some(Duration::from_secs(60)),
        expire: None,
    };
    TimeHeaders::new(StatusCode::OK, lifetime, age, Outcome::Hit)
}

#[test]
fn a_head_is_copied_until_its_second_is_over() {
    static RECENT: RecentHeads = RecentHeads::new();
    let mut headers = HeaderMap::new();
    for count in 0..30 {
        let head = TestHead::new(&RECENT, HeadId::new(0), headers.clone());
        for (milliseconds, created) in [
            // The second one gets the place.
            (500, [1, 1]),
            (500, [1, 1]),
            (500, [0, 0]),
            (999, [0, 0]),
            (1000, [1, 0]),
            (1999, [0, 0]),
            // Another thread may be late.
            (999, [1, 0]),
            (60_001, [1, 0]),
        ] {
            let now = Duration::from_millis(milliseconds);
            let found = head.at(now);
            let expected = (head.expected(now), created);
            assert_eq!(found, expected, "{count} headers, {milliseconds} ms");
        }
        let name = if count % 3 == 0 { VARY } else { ETAG };
        headers.append(name, HeaderValue::from(count));
    }
}

/// Returns the number of a head with the same place.
fn with_same_place(id: HeadId) -> HeadId {
    let mut others = iter::repeat_with(|| HeadId::new(0));
    others
        .find(|other| ptr::eq(RECENT.place(*other), RECENT.place(id)))
        .unwrap()
}

#[test]
fn a_head_takes_the_place_of_one_that_was_not_sent_in_this_second() {
    static RECENT: RecentHeads = RecentHeads::new();
    let headers = |text| HeaderMap::from_iter([(ETAG, HeaderValue::from_static(text))]);
    let id = HeadId::new(0);
    let one = TestHead::new(&RECENT, id, headers("1"));
    let other = TestHead::new(&RECENT, with_same_place(id), headers("2"));
    for (second, head, created) in [
        (1, &one, 1),
        (1, &other, 1),
        (1, &one, 1),
        (1, &one, 1),
        (1, &one, 0),
        (1, &other, 1),
        (1, &other, 1),
        (1, &one, 0),
        // The other one has not been sent in this second.
        (2, &other, 1),
        (2, &other, 1),
        (2, &other, 0),
        (2, &one, 1),
        (2, &one, 1),
        (2, &other, 0),
        (3, &other, 0),
        (3, &one, 1),
    ] {
        let now = second * SECOND;
        let (found, [_, heads]) = head.at(now);
        assert_eq!(found, head.expected(now));
        assert_eq!(heads, created, "{second}");
    }
}

#[test]
fn a_large_head_has_no_place() {
    static RECENT: RecentHeads = RecentHeads::new();
    let headers = HeaderMap::from_iter([(ETAG, HeaderValue::from_static("1"))]);
    let id = HeadId::new(MAX_HEAD_BYTES + 1);
    for id in [id, id.of_not_modified()] {
        let head = TestHead::new(&RECENT, id, headers.clone());
        for _ in 0..3 {
            assert_eq!(head.at(SECOND).1, [1, 1]);
        }
    }
}

#[test]
fn a_304_has_another_place() {
    let id = HeadId::new(0);
    assert!(!ptr::eq(
        RECENT.place(id),
        RECENT.place(id.of_not_modified())
    ));
}
