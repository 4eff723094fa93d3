//! A cached handler receives neither the URL nor the method of the client.

use crate::runs::is_of_build;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const revalidate: u32 = 60;

pub async fn GET() -> Json<Value> {
    let built = is_of_build("rev-pathname");
    Json(json!({ "p": "/c/rev-pathname", "m": "GET", "built": built }))
}
