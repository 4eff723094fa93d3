//! A round trip of the route table: written by the macro, read by the runtime.

use super::Table;
use crate::{expand::route::routes, runtime::Runtime, scan::AppFile, tree};
use router_runtime::__private::route_table;

#[test]
fn the_runtime_reads_what_the_macro_writes() {
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

    let text: &'static str = table.text.leak();
    for (conditions, item_methods) in [
        ([true, true], "GET POST PUT"),
        ([false, true], "POST PUT"),
        ([true, false], "GET PUT"),
    ] {
        let read = route_table(text, &[], Vec::leak(conditions.to_vec()));
        let read: Vec<(&str, &str, String)> = read
            .iter()
            .map(|route| {
                let methods = route.methods.iter().map(|method| method.to_string());
                let methods: Vec<String> = methods.collect();
                (route.file, route.pattern, methods.join(" "))
            })
            .collect();
        let found: Vec<_> = read.iter().map(|it| (it.0, it.1, it.2.as_str())).collect();
        assert_eq!(
            found,
            [
                ("app/route.rs", "/", ""),
                ("app/(g)/a b/page.rs", "/a b", "GET"),
                (
                    "app/caf%C3%A9/[...rest]/route.rs",
                    "/café/[...rest]",
                    "GET POST"
                ),
                ("app/items/[slug]/route.rs", "/items/[slug]", item_methods),
                ("app/robots.txt", "/robots.txt", "GET"),
                ("app/sitemap.rs", "/sitemap.xml", "GET"),
            ]
        );
    }
}
