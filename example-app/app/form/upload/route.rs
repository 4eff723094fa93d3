//! # Request body: files
//!
//! `Multipart` reads a form with files, part by part. The feature `multipart` adds it to the prelude.
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

/// The maximum number of parts of a form.
const MAX_PARTS: usize = 100;

pub async fn POST(mut form: Multipart) -> Result<String> {
    let mut received = String::new();
    let mut parts = 0;
    while let Some(field) = form.next_field().await? {
        parts += 1;
        if parts > MAX_PARTS {
            let text = format!("a form has at most {MAX_PARTS} parts");
            return Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, text));
        }
        let name = field.name().unwrap_or("?").to_owned();
        let content = field.bytes().await?;
        writeln!(received, "{name}: {} bytes", content.len())?;
    }
    Ok(received)
}
