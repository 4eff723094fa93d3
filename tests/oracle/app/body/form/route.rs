use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn POST(form: FormData) -> Json<Value> {
    Json(json!({ "name": form.text("name"), "email": form.text("email") }))
}
