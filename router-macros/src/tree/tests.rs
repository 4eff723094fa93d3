use super::*;

fn tree(paths: &[&str]) -> (RouteTree, Vec<Problem>) {
    let files: Vec<_> = paths
        .iter()
        .map(|path| AppFile {
            path: (*path).to_owned(),
            text: "pub async fn GET() {}".to_owned(),
        })
        .collect();
    build(&files, "app")
}

fn listed(tree: &RouteTree) -> Vec<(&str, &str)> {
    let mut listed = Vec::new();
    tree.root.walk(&mut |node| {
        listed.extend(
            node.claims()
                .map(|it| (node.pattern.as_str(), it.file.as_str())),
        );
    });
    listed
}

#[test]
fn merges_groups_and_sorts_into_match_order() {
    let (tree, problems) = tree(&[
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
    assert_eq!(tree.not_found.unwrap().file, "not-found.rs");
}

#[test]
fn a_malformed_folder_is_one_problem() {
    let (tree, problems) = tree(&["a/[slug/route.rs", "a/[slug/x/route.rs", "b/route.rs"]);
    assert_eq!(listed(&tree), [("/b", "b/route.rs")]);
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].places,
        [Place {
            file: "app/a/[slug".to_owned(),
            at: None
        }]
    );
}

#[test]
fn files_of_one_url_stand_together() {
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
