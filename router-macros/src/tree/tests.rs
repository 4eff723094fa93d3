use super::{RouteTree, Wrapper, build};
use crate::{
    diagnostics::{Place, Problem},
    runtime::Runtime,
    scan::AppFile,
};

fn tree(paths: &[&str]) -> (RouteTree, Vec<Problem>) {
    let files: Vec<_> = paths
        .iter()
        .map(|path| AppFile {
            path: (*path).to_owned(),
            text: "pub async fn GET() {}".to_owned(),
        })
        .collect();
    build(&files, "app", &Runtime::default())
}

fn listed(tree: &RouteTree) -> Vec<(&str, &str)> {
    let mut listed = Vec::new();
    tree.root.walk(&mut |node| {
        listed.extend(
            node.claims()
                .map(|it| (node.pattern.as_str(), it.file.path.as_str())),
        );
    });
    listed
}

#[test]
fn merges_groups_and_sorts_into_match_order() {
    let (tree, problems) = tree(&[
        "(a)/items/error.rs",
        "(a)/items/route.rs",
        "(b)/(c)/items/[slug]/route.rs",
        "[[...all]]/page.rs",
        "[x]/route.rs",
        "[...rest]/route.rs",
        "_notes/route.rs",
        "caf%C3%A9/route.rs",
        "not-found.rs",
        "route.rs",
    ]);
    assert_eq!(problems, []);
    assert_eq!(
        listed(&tree),
        [
            ("/", "route.rs"),
            ("/café", "caf%C3%A9/route.rs"),
            ("/items", "(a)/items/route.rs"),
            ("/items/[slug]", "(b)/(c)/items/[slug]/route.rs"),
            ("/[x]", "[x]/route.rs"),
            ("/[...rest]", "[...rest]/route.rs"),
            ("/[[...all]]", "[[...all]]/page.rs"),
        ]
    );
    let pages = tree.error_pages.iter().map(|it| it.file.path.as_str());
    let pages: Vec<_> = pages.collect();
    assert_eq!(pages, ["not-found.rs", "(a)/items/error.rs"]);
}

#[test]
fn a_malformed_folder_is_one_problem() {
    let (tree, problems) = tree(&["a/[slug/route.rs", "a/[slug/x/route.rs", "b/route.rs"]);
    assert_eq!(listed(&tree), [("/b", "b/route.rs")]);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].places, [Place::whole("app/a/[slug")]);
}

#[test]
fn files_with_one_url_share_a_node() {
    let (tree, problems) = tree(&["(g)/%5Fa/route.rs", "%5fa/page.rs", "page.rs", "route.rs"]);
    assert_eq!(problems, []);
    assert_eq!(
        listed(&tree),
        [
            ("/", "page.rs"),
            ("/", "route.rs"),
            ("/_a", "(g)/%5Fa/route.rs"),
            ("/_a", "%5fa/page.rs"),
        ]
    );
}

#[test]
fn wrappers_are_noted_from_the_outside_in() {
    let (tree, problems) = tree(&[
        "(g)/a/error.rs",
        "(g)/a/layout.rs",
        "(g)/a/middleware.rs",
        "(g)/a/page.rs",
        "(g)/a/x/route.rs",
        "(g)/ab/page.rs",
        "(g)/middleware.rs",
        "a/page.rs",
        "layout.rs",
        "not-found.rs",
    ]);
    assert_eq!(problems, []);
    let paths = |wrappers: &[Wrapper], indices: &[usize]| -> Vec<String> {
        let paths = indices
            .iter()
            .map(|index| wrappers[*index].file.path.clone());
        paths.collect()
    };
    let around = |path: &str| {
        let endpoints = tree.endpoints().into_iter().chain(&tree.error_pages);
        let endpoint = endpoints
            .into_iter()
            .find(|it| it.file.path == path)
            .unwrap();
        let middleware = paths(&tree.middleware, &endpoint.middleware);
        (middleware, paths(&tree.layouts, &endpoint.layouts))
    };
    let outer = "(g)/middleware.rs".to_owned();
    let inner = "(g)/a/middleware.rs".to_owned();
    let root = "layout.rs".to_owned();
    let both = vec![outer.clone(), inner];
    assert_eq!(
        around("(g)/a/page.rs"),
        (
            both.clone(),
            vec![root.clone(), "(g)/a/layout.rs".to_owned()]
        )
    );
    assert_eq!(around("(g)/a/x/route.rs"), (both, vec![]));
    assert_eq!(around("(g)/ab/page.rs"), (vec![outer], vec![root.clone()]));
    assert_eq!(around("a/page.rs"), (vec![], vec![root.clone()]));
    let nested = vec![root.clone(), "(g)/a/layout.rs".to_owned()];
    assert_eq!(around("(g)/a/error.rs"), (vec![], nested));
    assert_eq!(around("not-found.rs"), (vec![], vec![root]));
}
