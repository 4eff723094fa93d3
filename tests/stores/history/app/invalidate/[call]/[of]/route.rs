use crate::{app::lasting, workload::SOON};
use router_runtime::{cache::RevalidateError, prelude::*};

/// Calls the function of that name, for a name of a route such as `lasting.k1`.
pub async fn POST(Path((call, of)): Path<(String, String)>, cache: Cache) -> Result<&'static str> {
    let path = format!("/{}", of.replace('.', "/"));
    let result = match &*call {
        "revalidate_path" => cache.revalidate_path(&path).await,
        "revalidate_route" => cache.revalidate_route(lasting::name::ROUTE).await,
        "update_tag" => cache.update_tag(&of).await,
        "purge_path" => cache.purge_path(&path).await,
        "purge_tag" => cache.purge_tag(&of).await,
        "revalidate_tag" => cache.revalidate_tag(&of).await,
        "revalidate_tag_within" => cache.revalidate_tag_within(&of, SOON).await,
        _ => return Err(not_found()),
    };
    match result {
        Ok(()) => Ok("acknowledged"),
        Err(RevalidateError::Degraded) => Ok("degraded"),
        Err(error) => Err(error.into()),
    }
}
