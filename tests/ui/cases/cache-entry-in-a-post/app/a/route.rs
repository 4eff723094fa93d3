use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(entry: CacheEntry) {
    entry.revalidate(5);
}

pub async fn POST(entry: CacheEntry) {
    entry.no_store();
}
