use crate::mount::p::id::href;
use router_runtime::prelude::*;

async fn load(what: String) -> Result<String> {
    match &*what {
        "redirect" | "unstored-redirect" => Err(redirect("/p/there")),
        "permanent" => Err(permanent_redirect("/p/there?x=/#y")),
        "href" => Err(redirect(href("there"))),
        "absolute" => Err(redirect("https://example.org/p")),
        "own" => {
            let location = [(header::LOCATION, "/p/there")];
            Err(Error::from_response((StatusCode::FOUND, location)))
        }
        // Links that are made after the first `await`, too.
        _ => {
            tokio::task::yield_now().await;
            Ok(href("a b"))
        }
    }
}

pub async fn GET(Path(what): Path<String>, data: DataCache) -> Result<Response> {
    let mut options = DataOptions::new();
    if what.starts_with("unstored") {
        options = options.revalidate(0);
    }
    let load = load(what.clone());
    let text = match &*what {
        "nested" => {
            let inner = data.clone();
            let load = async move { inner.cached("inner", DataOptions::new(), load).await };
            data.cached(what, options, load).await?
        }
        _ => data.cached(what, options, load).await?,
    };
    Ok(text.into_response())
}
