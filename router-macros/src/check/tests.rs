use super::Application;
use crate::{diagnostics::render, runtime::Runtime, scan::AppFile, tree::build};

mod configs;
mod doubts;
mod handlers;
mod help;
mod middleware_and_layouts;
mod oracle;
mod paths;
mod random;
mod signatures;
mod structure;

/// Builds and checks an application in memory, and renders its problems.
fn rendered(files: &[(&str, &str)]) -> Vec<String> {
    let mut files: Vec<AppFile> = files
        .iter()
        .map(|(path, text)| AppFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (tree, problems) = build(&files, "app", &Runtime::default());
    let checked = super::all::tree(Application {
        shown_as: "app",
        tree: &tree,
        state: None,
        module: "app",
        public: &[],
        problems,
    });
    checked.problems.iter().map(render).collect()
}

#[track_caller]
fn reports(files: &[(&str, &str)], lines: &[&str]) {
    let mut expected = lines[0].to_owned();
    for line in &lines[1..] {
        expected.push_str("\n         ");
        expected.push_str(line);
    }
    assert_eq!(rendered(files).join("\n\n"), expected, "{files:#?}");
}

#[track_caller]
fn is_fine(files: &[(&str, &str)]) {
    assert_eq!(rendered(files), [""; 0], "{files:#?}");
}

/// In `items/[slug]/route.rs`.
#[track_caller]
fn route_reports(source: &str, lines: &[&str]) {
    reports(&[("items/[slug]/route.rs", source)], lines);
}

#[track_caller]
fn route_is_fine(source: &str) {
    is_fine(&[("items/[slug]/route.rs", source)]);
}
