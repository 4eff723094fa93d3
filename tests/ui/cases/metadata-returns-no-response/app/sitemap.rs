pub struct Nothing;

pub async fn sitemap() -> Nothing {
    Nothing
}
