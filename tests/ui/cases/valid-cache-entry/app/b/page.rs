use router_runtime::cache::CacheEntry;

pub const dynamic: &str = "error";

pub async fn page(entry: CacheEntry) -> &'static str {
    entry.no_store();
    "b"
}
