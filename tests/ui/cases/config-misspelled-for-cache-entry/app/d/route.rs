use router_runtime::prelude::*;

#[allow(dead_code, non_upper_case_globals)]
pub static revalidate: u32 = 60;

pub async fn GET(_entry: CacheEntry) {}
