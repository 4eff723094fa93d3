use router_runtime::prelude::*;

pub async fn GET(Extension(number): Extension<u8>) -> String {
    number.to_string()
}
