//! The rules of the house, each as a function from a crate to the places that break it.

use crate::{
    circles::circles,
    krate::{Arrow, Krate},
    levels::module,
    sources::File,
};
use std::collections::BTreeMap;

const MAX_FILES: usize = 20;
const MAX_LINES: usize = 400;

/// Imports that run up, or sideways within a level.
pub(crate) fn arrows_up(krate: &Krate, levels: &[&[&str]]) -> Vec<String> {
    let mut wrong = Vec::new();
    for arrow in krate.arrows() {
        match (module(levels, &arrow.from), module(levels, &arrow.to)) {
            (Some((from, module)), Some((to, other))) => {
                if module != other && to <= from {
                    let way = if to < from { "above" } else { "next to" };
                    wrong.push(format!("{}: `{other}` is {way} `{module}`", show(&arrow)));
                }
            }
            (None, _) => wrong.push(format!(
                "{} has no module; add one to `levels.rs`",
                arrow.from
            )),
            (_, None) => wrong.push(format!(
                "{} has no module; add one to `levels.rs`",
                arrow.to
            )),
        }
    }
    wrong.sort();
    wrong.dedup();
    wrong
}

/// Circles of files.
pub(crate) fn file_circles(krate: &Krate) -> Vec<String> {
    let circles = circles(&krate.arrows()).into_iter();
    circles
        .map(|arrows| {
            let arrows: Vec<String> = arrows.iter().map(show).collect();
            format!("a circle of files:\n    {}", arrows.join("\n    "))
        })
        .collect()
}

/// Inherent `impl` blocks for a type that another module defines.
pub(crate) fn impls_elsewhere(krate: &Krate, levels: &[&[&str]]) -> Vec<String> {
    let name = |file: &str| module(levels, file).map(|(_, module)| module);
    krate
        .foreign_impls()
        .iter()
        .filter(|arrow| name(&arrow.from) != name(&arrow.to))
        .map(|arrow| {
            format!(
                "{}: an inherent `impl` of another module's type",
                show(arrow)
            )
        })
        .collect()
}

/// Folders with too many files, and files with too many lines.
pub(crate) fn sizes(files: &[File]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, text) in files {
        let folder = file.rsplit_once('/').map_or(".", |(folder, _)| folder);
        *folders.entry(folder).or_default() += 1;
        let lines = text.lines().count();
        if lines > MAX_LINES {
            wrong.push(format!("{file}: {lines} lines, more than {MAX_LINES}"));
        }
    }
    for (folder, count) in folders {
        if count > MAX_FILES {
            wrong.push(format!("{folder}/: {count} files, more than {MAX_FILES}"));
        }
    }
    wrong
}

fn show(arrow: &Arrow) -> String {
    let Arrow {
        from,
        to,
        line,
        path,
    } = arrow;
    format!("{from}:{line} -> {to} (`{path}`)")
}
