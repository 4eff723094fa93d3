use crate::{
    diagnostics::{render, sorted},
    scan::AppFile,
    tree::build,
};

mod configs;
mod handlers;
mod oracle;
mod paths;
mod random;
mod structure;
mod wrapping;

/// Builds and checks an application that stands in memory, and renders what is wrong with it.
fn rendered(files: &[(&str, &str)]) -> Vec<String> {
    let mut files: Vec<AppFile> = files
        .iter()
        .map(|(path, text)| AppFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (tree, mut problems) = build(&files, "app");
    problems.extend(super::check(&tree, "app"));
    if problems.is_empty() {
        problems.extend(super::above_nothing(&tree, "app"));
    }
    sorted(problems).iter().map(render).collect()
}

#[track_caller]
fn says(files: &[(&str, &str)], lines: &[&str]) {
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
fn route_says(source: &str, lines: &[&str]) {
    says(&[("items/[slug]/route.rs", source)], lines);
}

#[track_caller]
fn route_is_fine(source: &str) {
    is_fine(&[("items/[slug]/route.rs", source)]);
}
