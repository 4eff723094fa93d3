use router_runtime::prelude::*;

/// The macro does not follow aliases.
type Entry = CacheEntry;

pub async fn GET(entry: Entry) -> Result<&'static str> {
    entry.tag("post-uncached")?;
    Ok("uncached")
}

pub async fn POST(entry: Result<Entry, router_runtime::extract::UncachedRejection>) -> String {
    entry.map_or_else(|error| error.to_string(), |_| String::new())
}
