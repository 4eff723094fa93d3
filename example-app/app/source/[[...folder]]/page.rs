//! # The source of a folder
//!
//! Shows what the files of a folder do, their `curl` lines and their code. Every card of the home page
//! leads to such a page.
//!
//! ```console
//! $ curl -s http://localhost:3000/source/convention
//! < 200
//! < content-type: text/html; charset=utf-8
//! …
//! <h2>Convention</h2>
//! …
//! <pre><b>$ curl -s <a href="/convention">http://localhost:3000/convention</a></b>
//! …
//! $ curl -s http://localhost:3000/source/nothing
//! < 404
//! …
//! ```

use crate::{
    app::{self, source::folder::Params},
    html::{document, escape},
    sources,
};
use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn page(Params { folder }: Params) -> Result<Html<String>> {
    let parts = ["app".to_owned()].into_iter().chain(folder);
    let folder = parts.collect::<Vec<_>>().join("/");
    let files = sources::of_folder(&folder);
    if files.is_empty() {
        return Err(not_found());
    }
    let files = files.iter().map(|file| {
        let (path, code) = (escape(file.path), escape(file.code()));
        let introduction = file.introduction();
        format!(
            "<section>\n{introduction}<h3><code>{path}</code></h3>\n\
             <pre tabindex=\"0\">{code}</pre>\n</section>\n"
        )
    });
    let (folder, home) = (escape(&folder), app::href());
    Ok(Html(document(
        &folder,
        &format!(
            "<h1 class=\"path\">{folder}</h1>\n{}\
             <p><a class=\"button\" href=\"{home}\">Back to the shop</a></p>",
            files.collect::<String>()
        ),
    )))
}
