//! # After the response
//!
//! `After` takes work that nobody should wait for: it runs when the response has been sent.
//!
//! ```console
//! $ curl -s -d 'a parcel' http://localhost:3000/after
//! < 202
//! it will be written down
//! $ curl -s http://localhost:3000/after
//! < 200
//! what is the news?
//! ```

use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    "what is the news?"
}

pub async fn POST(after: After, news: String) -> Result<(StatusCode, &'static str)> {
    after.run(async move { tracing::info!("written down: {news}") })?;
    Ok((StatusCode::ACCEPTED, "it will be written down"))
}
