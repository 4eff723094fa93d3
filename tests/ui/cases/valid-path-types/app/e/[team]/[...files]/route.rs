use router_runtime::prelude::*;

pub async fn GET(Path((team, files)): Path<(String, Vec<String>)>) -> String {
    format!("{team} {files:?}")
}
