use super::*;
use crate::cache::{freshness::Lifetime, http::stored_headers::StoredHeaders, outcome::Outcome};
use axum::http::{
    HeaderValue,
    header::{ETAG, VARY},
};
use std::cell::Cell;

const SECOND: Duration = Duration::from_secs(1);

/// A head of an entry that was created at zero.
struct Head {
    id: HeadId,
    headers: HeaderMap,
    created: Cell<[usize; 2]>,
}

impl Head {
    fn new(id: HeadId, headers: HeaderMap) -> Self {
        let created = Cell::default();
        Self {
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
                weight: 0,
            }
        };
        let parts = at(self.id, now, time, create);
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
    let mut headers = HeaderMap::new();
    for count in 0..40 {
        let head = Head::new(HeadId::new(), headers.clone());
        for (milliseconds, created) in [
            // The second hit in a row gets the place.
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

#[test]
fn a_place_is_given_to_the_head_that_is_sent_twice_in_a_row() {
    let id = HeadId::new();
    let headers = |text| HeaderMap::from_iter([(ETAG, HeaderValue::from_static(text))]);
    let one = Head::new(id, headers("1"));
    // The next head with the same place.
    let other = Head::new(HeadId(id.0 + PLACES as u64), headers("2"));
    for (head, created) in [
        (&one, 1),
        (&other, 1),
        (&one, 1),
        (&one, 1),
        (&one, 0),
        (&other, 1),
        (&one, 0),
        (&other, 1),
        (&other, 0),
        (&one, 1),
        (&other, 0),
    ] {
        let (found, [_, heads]) = head.at(SECOND);
        assert_eq!(found, head.expected(SECOND));
        assert_eq!(heads, created);
    }
}

#[test]
fn a_large_head_has_no_place() {
    let id = HeadId::new();
    let mut created = 0;
    for _ in 0..3 {
        let create = || {
            created += 1;
            NewHead {
                status: StatusCode::OK,
                headers: StoredHeaders::new(&HeaderMap::new()).to_map(),
                weight: LARGEST + 1,
            }
        };
        at(id, SECOND, || time(SECOND), create);
    }
    assert_eq!(created, 3);
}

#[test]
fn a_304_has_another_place() {
    let id = HeadId::new();
    assert!(!std::ptr::eq(id.place(), id.of_not_modified().place()));
}
