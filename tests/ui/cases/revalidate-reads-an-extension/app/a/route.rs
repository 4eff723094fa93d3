use router_runtime::prelude::*;

pub const revalidate: bool = false;

pub async fn GET(Extension(user): Extension<u32>) -> String {
    user.to_string()
}
