use router_runtime::extract::Field;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn POST(mut request: Request) -> Response {
    let Ok(form) = request.form_data().await else {
        let problem =
            json!({ "name": "TypeError", "message": "Failed to parse body as FormData." });
        return (StatusCode::BAD_REQUEST, Response::json(&problem)).into_response();
    };
    Response::json(&fields(&form))
}

fn fields(form: &FormData) -> Vec<Value> {
    let shown = |(name, field): (&str, &Field)| match field {
        Field::Text(text) => json!([name, text]),
        Field::File(file) => json!([name, {
            "file": file.name,
            "type": file.content_type,
            "size": file.bytes.len(),
            "text": String::from_utf8_lossy(&file.bytes),
        }]),
        _ => unreachable!("a field is a text or a file"),
    };
    form.iter().map(shown).collect()
}
