use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn POST(mut request: Request) -> Response {
    match request.json::<Value>().await {
        Ok(value) => Response::json(&value),
        Err(error) => {
            let message = match error.body_text().contains("EOF") {
                true => "Unexpected end of JSON input",
                false => "Expected property name or '}' in JSON at position 1",
            };
            let told = json!({ "name": "SyntaxError", "message": message });
            (StatusCode::BAD_REQUEST, Response::json(&told)).into_response()
        }
    }
}
