use router_runtime::prelude::*;

pub async fn GET(Path(path): Path<Vec<String>>) -> String {
    path.join("|")
}

pub async fn HEAD() -> StatusCode {
    StatusCode::ACCEPTED
}
