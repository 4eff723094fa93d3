use router_runtime::prelude::*;
use router_tests::handlers::Handlers;
use std::convert::Infallible;
use tokio_stream::StreamExt;

pub const revalidate: u32 = 60;
pub const cache_tags: &[&str] = &["posts"];

pub async fn GET(
    State(handlers): State<Handlers>,
    Path(id): Path<String>,
    entry: CacheEntry,
) -> Result<Response> {
    match &*id {
        "short" => entry.revalidate(10),
        "long" => entry.revalidate(3600),
        "shortest" => {
            for seconds in [30, 20, 40] {
                entry.revalidate(seconds);
            }
        }
        "unstored" => entry.no_store(),
        "zero" => entry.revalidate(0),
        "many" => (1..128).try_for_each(|tag| entry.tag(tag.to_string()))?,
        "too-many" => (0..128).try_for_each(|tag| entry.tag(tag.to_string()))?,
        "too-long" => entry.tag("x".repeat(257))?,
        "ignored" => drop(entry.tag("x".repeat(257))),
        _ => {}
    }
    let response = handlers.run(&format!("entry/{id}")).await;
    if id.starts_with("late") {
        let chunks = tokio_stream::iter(["1", "2"]).map(move |chunk| {
            match &*id {
                "late-tag" => drop(entry.tag("x".repeat(257))),
                _ => entry.no_store(),
            }
            // More than is stored.
            let times = if id == "late-large" { 2 << 20 } else { 1 };
            Ok::<_, Infallible>(chunk.repeat(times))
        });
        let for_all = [(header::CACHE_CONTROL, "public, max-age=60")];
        return Ok((for_all, Body::from_stream(chunks)).into_response());
    }
    entry.tag(format!("post-{id}"))?;
    response
}
