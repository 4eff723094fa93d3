use router_runtime::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;

pub const body_limit: usize = 8 << 20;

pub async fn POST(body: Bytes) -> Json<Value> {
    let sha = Sha256::digest(&body)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    Json(json!({ "len": body.len(), "sha": sha }))
}
