use router_runtime::prelude::*;

pub async fn layout(entry: CacheEntry, children: Children) -> Result<String> {
    entry.tag("layout")?;
    Ok(children.to_string())
}
