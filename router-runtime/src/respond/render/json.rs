//! The error as problem details (RFC 9457).

use super::routes::RouteList;
use axum::http::StatusCode;
use serde_json::{Map, Value};

/// Returns the document. Without a `type`, the title is the reason phrase of the status (RFC 9457, section 4.2.1).
pub(super) fn problem(
    status: StatusCode,
    reason: &str,
    detail: Option<&str>,
    routes: Option<&RouteList>,
) -> String {
    let mut problem = Map::new();
    problem.insert("status".to_owned(), status.as_u16().into());
    problem.insert("title".to_owned(), reason.into());
    if let Some(detail) = detail {
        problem.insert("detail".to_owned(), detail.into());
    }
    if let Some(routes) = routes {
        problem.insert("routes".to_owned(), routes.to_json());
    }
    Value::Object(problem).to_string()
}
