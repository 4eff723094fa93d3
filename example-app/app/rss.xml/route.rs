//! # Non-UI responses
//!
//! A folder can be named like a file, and a handler can return any content.
//!
//! ```console
//! $ curl -s http://localhost:3000/rss.xml
//! < 200
//! < content-type: text/xml; charset=utf-8
//! <?xml version="1.0" encoding="UTF-8"?>
//! <rss version="2.0">
//! <channel>
//! <title>The shop</title>
//! <link>http://localhost:3000/</link>
//! <description>New on our shelves</description>
//! <item><title>Fountain pen</title><link>http://localhost:3000/items/pen</link></item>
//! <item><title>Ink, blue &amp; black</title><link>http://localhost:3000/items/ink</link></item>
//! <item><title>Notebook</title><link>http://localhost:3000/items/notebook</link></item>
//! </channel>
//! </rss>
//! ```

use crate::{
    app, catalog,
    html::{ORIGIN, escape},
};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn GET(State(database): State<SqlitePool>, data: DataCache) -> Result<impl IntoResponse> {
    let items: Vec<String> = catalog::all(database, &data)
        .await?
        .iter()
        .map(|item| {
            let title = escape(&item.name);
            let link = app::items::slug::href(&item.slug);
            format!("<item><title>{title}</title><link>{ORIGIN}{link}</link></item>\n")
        })
        .collect();
    let home = app::href();
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\">\n\
         <channel>\n\
         <title>The shop</title>\n\
         <link>{ORIGIN}{home}</link>\n\
         <description>New on our shelves</description>\n\
         {}\
         </channel>\n\
         </rss>\n",
        items.concat()
    );
    let headers = [(header::CONTENT_TYPE, "text/xml; charset=utf-8")];
    Ok((headers, feed))
}
