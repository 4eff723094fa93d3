//! # Extended request and response
//!
//! A handler can take the complete request, whose methods return the query, the cookies and the body.
//! Methods of a response set cookies and headers.
//!
//! ```console
//! $ curl -s -H 'cookie: name=Ada' -d '{"item":"ink"}' 'http://localhost:3000/requests?count=2'
//! < 200
//! < content-type: application/json
//! < set-cookie: last=ink; Path=/
//! {"for":"Ada","wish":"2 × ink"}
//! $ curl -s -d '{"item":' 'http://localhost:3000/requests?count=2'
//! < 400
//! …
//! ```

use router_runtime::prelude::*;
use serde_json::json;

#[derive(Debug, serde::Deserialize)]
struct Count {
    count: u32,
}

#[derive(Debug, serde::Deserialize)]
struct Wish {
    item: String,
}

pub async fn POST(mut request: Request) -> Result<Response> {
    let Count { count } = request.query()?;
    let name = request.cookies().get("name");
    let name = name.map_or_else(|| "nobody".to_owned(), |name| name.value().to_owned());
    let Wish { item } = request.json().await?;
    let wish = json!({ "for": name, "wish": format!("{count} × {item}") });
    Ok(Response::json(&wish).with_cookie(("last", item)))
}

pub async fn GET() -> &'static str {
    "Send a wish."
}
