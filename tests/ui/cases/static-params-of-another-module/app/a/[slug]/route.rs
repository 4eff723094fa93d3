use crate::models::Item;

pub async fn generate_static_params() -> Vec<Item> {
    vec![Item {
        slug: "a".to_owned(),
    }]
}

pub async fn GET() -> &'static str {
    "ok"
}
