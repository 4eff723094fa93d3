use router_runtime::prelude::*;

const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0">
<channel>
 <title>Next.js Documentation</title>
 <link></link>
 <description>The React Framework for the Web</description>
</channel>
</rss>"#;

pub async fn GET() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/xml")], FEED)
}
