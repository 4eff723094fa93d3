//! The text of the route table. `tests/rebuild` compiles one and reads it back.

use super::Table;
use crate::{expand::route::routes, runtime::Runtime, scan::AppFile, tree};

#[test]
fn the_table_has_a_line_for_each_route() {
    let files = [
        ("(g)/a b/page.rs", "pub fn page() {}"),
        (
            "caf%C3%A9/[...rest]/route.rs",
            "pub fn POST() {} pub fn GET() {}",
        ),
        (
            "items/[slug]/route.rs",
            "#[cfg(a)] pub fn GET() {} pub fn PUT() {} #[cfg(b)] pub fn POST() {}",
        ),
        ("robots.txt", ""),
        ("route.rs", ""),
        ("sitemap.rs", "pub fn sitemap() {}"),
    ];
    let files = files.map(|(path, text)| AppFile {
        path: path.to_owned(),
        text: text.to_owned(),
    });
    let (tree, problems) = tree::build(&files, "app", &Runtime::default());
    assert_eq!(problems, []);
    let routes = routes(&tree);
    let table = Table::of("app", &routes);
    assert_eq!(table.conditions, ["a", "b"]);
    assert_eq!(
        table.text,
        "app/route.rs\t/\t\n\
         app/(g)/a b/page.rs\t/a b\tGET\n\
         app/caf%C3%A9/[...rest]/route.rs\t/café/[...rest]\tPOST GET\n\
         app/items/[slug]/route.rs\t/items/[slug]\tGET?0 PUT POST?1\n\
         app/robots.txt\t/robots.txt\tGET\n\
         app/sitemap.rs\t/sitemap.xml\tGET\n"
    );
}
