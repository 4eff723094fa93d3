use crate::{
    diagnostics::{render, sorted},
    scan::AppFile,
    tree::build,
};

mod oracle;
mod random;
mod rules;

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
    sorted(problems).iter().map(render).collect()
}
