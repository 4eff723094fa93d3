pub async fn GET(slug: &str) -> String {
    slug.to_owned()
}
