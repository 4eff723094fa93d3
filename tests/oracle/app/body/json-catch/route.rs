use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn POST(mut request: Request) -> Response {
    match request.json::<Value>().await {
        Ok(value) => Response::json(&value),
        Err(error) => {
            let ends_early = error.body_text().contains("EOF");
            let message = if ends_early {
                "Unexpected end of JSON input"
            } else {
                "Expected property name or '}' in JSON at position 1"
            };
            let problem = json!({ "name": "SyntaxError", "message": message });
            (StatusCode::BAD_REQUEST, Response::json(&problem)).into_response()
        }
    }
}
