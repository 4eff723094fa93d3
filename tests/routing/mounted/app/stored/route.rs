use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> Error {
    permanent_redirect("/p/there")
}
