//! # Request body: form data
//!
//! `Multipart`, which the feature `multipart` adds to the prelude, reads a form that carries files, part by part.
//!
//! ```console
//! $ curl -s -F 'name=Ada' -F 'letter=Dear shop' http://localhost:3000/form/upload
//! < 200
//! name: 3 bytes
//! letter: 9 bytes
//! $ curl -s -H 'content-type: multipart/form-data' -d 'no parts' http://localhost:3000/form/upload
//! < 400
//! Invalid `boundary` for `multipart/form-data` request
//! ```

use router_runtime::prelude::*;
use std::fmt::Write;

/// More than any form of the shop has.
const MOST_PARTS: usize = 100;

pub async fn POST(mut form: Multipart) -> Result<String> {
    let mut received = String::new();
    let mut parts = 0;
    while let Some(field) = form.next_field().await? {
        parts += 1;
        if parts > MOST_PARTS {
            let text = format!("a form has at most {MOST_PARTS} parts");
            return Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, text));
        }
        let name = field.name().unwrap_or("?").to_owned();
        let content = field.bytes().await?;
        writeln!(received, "{name}: {} bytes", content.len())?;
    }
    Ok(received)
}
