//! # Request body: form data
//!
//! `axum::extract::Multipart` reads a form that carries files.
//!
//! ```console
//! $ curl -s -F 'name=Ada' -F 'letter=Dear shop' http://localhost:3000/form/upload
//! < 200
//! name: 3 bytes
//! letter: 9 bytes
//! ```

use axum::extract::Multipart;
use router_runtime::prelude::*;
use std::fmt::Write;

pub async fn POST(mut form: Multipart) -> Result<String> {
    let mut received = String::new();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or("?").to_owned();
        let content = field.bytes().await?;
        writeln!(received, "{name}: {} bytes", content.len())?;
    }
    Ok(received)
}
