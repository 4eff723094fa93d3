use axum::response::{IntoResponse, Response};
use router_runtime::{data::DataError, prelude::*};
use router_tests::handlers::Handlers;
use std::{error::Error as StdError, fmt};

/// A response that is not an error.
pub struct Teapot;

impl IntoResponse for Teapot {
    fn into_response(self) -> Response {
        let headers = [("x-pot", "short and stout"), ("set-cookie", "a=b")];
        (StatusCode::IM_A_TEAPOT, headers, "no coffee").into_response()
    }
}

impl From<Teapot> for Error {
    fn from(teapot: Teapot) -> Self {
        Self::from_response(teapot)
    }
}

/// A response that is an error too.
#[derive(Debug)]
pub struct Gone;

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("gone")
    }
}

impl StdError for Gone {}

impl IntoResponse for Gone {
    fn into_response(self) -> Response {
        (StatusCode::GONE, "sold").into_response()
    }
}

async fn brew() -> Result<String, Teapot> {
    Err(Teapot)
}

async fn boxed() -> Result<String, Box<dyn StdError + Send + Sync>> {
    Err("boxed".into())
}

async fn any() -> anyhow::Result<String> {
    Err(anyhow::anyhow!("any"))
}

async fn sold() -> Result<String, Gone> {
    Err(Gone)
}

async fn load(kind: String, handlers: Handlers) -> Result<String> {
    handlers.run("failing").await?;
    match &*kind {
        "missing" => Err(not_found()),
        "taken" => Err(Error::new(StatusCode::CONFLICT, "taken")),
        "moved" => Err(redirect("/elsewhere")),
        "long" | "long-unstored" => {
            let headers = [
                ("content-encoding", "gzip"),
                ("etag", "\"1\""),
                ("retry-after", "9"),
            ];
            let body = "x".repeat((64 << 10) + 1);
            Err(Error::from_response((StatusCode::CONFLICT, headers, body)))
        }
        "malformed" => Ok(Json::from_bytes(b"-")?.0),
        _ => Ok(kind),
    }
}

pub async fn GET(
    Path(kind): Path<String>,
    State(handlers): State<Handlers>,
    data: DataCache,
) -> Result<String> {
    let (key, options) = (kind.clone(), DataOptions::new());
    let text = match &*kind {
        "own" => data.cached(key, options, brew()).await?,
        "own-unstored" => data.cached(key, options.revalidate(0), brew()).await?,
        "long-unstored" => {
            let options = options.revalidate(0);
            data.cached(key, options, load(kind, handlers)).await?
        }
        "any" => data.cached(key, options, any()).await?,
        "boxed" => data.cached(key, options, boxed()).await?,
        "both" => data.cached(key, options, sold()).await?,
        "both-responds" => {
            let load = async { sold().await.map_err(Error::from_response) };
            data.cached(key, options, load).await?
        }
        "nested" => {
            let (inner, load) = (data.clone(), load("taken".to_owned(), handlers));
            let load = async move { inner.cached("inner", DataOptions::new(), load).await };
            data.cached(key, options, load).await?
        }
        _ => data.cached(key, options, load(kind, handlers)).await?,
    };
    Ok(text)
}

pub async fn POST(Path(kind): Path<String>, data: DataCache) -> Result<String, DataError> {
    data.cached(kind, DataOptions::new(), brew()).await
}
