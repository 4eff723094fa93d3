use crate::runs::{control, run};
use router_runtime::prelude::*;

pub const revalidate: u32 = 1;

/// The number of runs before the recording began.
const RUNS_BEFORE: u32 = 3;

pub async fn GET() -> Response {
    let n = run("rev-ctl") + RUNS_BEFORE;
    match control("mode").as_deref() {
        Some("500") => (StatusCode::INTERNAL_SERVER_ERROR, format!("err {n}")).into_response(),
        Some("404") => (StatusCode::NOT_FOUND, format!("gone {n}")).into_response(),
        Some("302") => (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")]).into_response(),
        _ => format!("ok {n}").into_response(),
    }
}
