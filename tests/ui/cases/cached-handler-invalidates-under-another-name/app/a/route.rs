use router_runtime::prelude::Cache as Invalidate;

pub const dynamic: &str = "force-static";

pub async fn GET(cache: Invalidate) -> &'static str {
    drop(cache);
    "ok"
}
