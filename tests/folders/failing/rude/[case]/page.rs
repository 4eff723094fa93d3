use router_runtime::prelude::*;

pub async fn page(Path(case): Path<String>) -> Result<Html<String>> {
    Err(match case.as_str() {
        "secret" => std::io::Error::other(crate::hostile_errors::SECRET).into(),
        "huge" => Error::new(StatusCode::CONFLICT, "x".repeat(10 << 20)),
        _ => Error::new(StatusCode::CONFLICT, crate::hostile_errors::TEXT),
    })
}
