use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

type Shared = Cache;
type Invalidate = Option<Shared>;

pub async fn GET(cache: Invalidate) -> &'static str {
    drop(cache);
    "ok"
}
