//! Pages of lists. Each is limited, and has a `Link` to the next one (RFC 8288).

use axum::{
    Json,
    http::header::LINK,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

/// The maximum number of rows of a page.
const SIZE: usize = 20;

/// The query that selects a page: the number of the last row before it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Start {
    /// The number of the last row before the page.
    pub after: u32,
}

impl Start {
    /// The number of rows to read: one more than a page has, to know whether another page follows.
    pub const LIMIT: u32 = 21;
}

/// A page of a list as JSON.
#[derive(Debug)]
pub struct Page<T> {
    rows: Vec<T>,
    next: Option<String>,
}

impl<T> Page<T> {
    /// Creates a page of the rows that were read, each with its number.
    pub fn new(list: &str, mut rows: Vec<(u32, T)>) -> Self {
        let next = (rows.len() > SIZE).then(|| {
            rows.truncate(SIZE);
            let end = rows.last().map_or(0, |(number, _)| *number);
            format!("<{list}?after={end}>; rel=\"next\"")
        });
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        Self { rows, next }
    }
}

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        let link = self.next.map(|next| [(LINK, next)]);
        (link, Json(self.rows)).into_response()
    }
}
