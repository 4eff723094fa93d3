//! The structure of the workspace: imports run one way, files form no circles, modules stay small.
//!
//! The tests read `use` items and paths in code (`crate::`, `super::`, `self::`, the crate's own name, and names that lead to a
//! module) outside of `#[cfg(test)]`, and follow re-exports to the file that defines the name.

mod circles;
mod fakes;
mod krate;
mod language;
mod levels;
mod module;
mod rules;
mod sources;
mod tokens;

use krate::Krate;
use language::Language;
use levels::{MACROS, RUNTIME};
use sources::File;
use std::path::Path;

const MACRO_SOURCES: &str = "router-macros/src";
const RUNTIME_SOURCES: &str = "router-runtime/src";
const EXAMPLE_SOURCES: &str = "example-app/src";

fn files(root: &str) -> Vec<File> {
    files_with(root, "rs")
}

fn files_with(root: &str, extension: &str) -> Vec<File> {
    let files = sources::read(&workspace().join(root), extension);
    assert!(!files.is_empty(), "{root} has no sources");
    files
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn macros() -> Krate {
    Krate::new(&files(MACRO_SOURCES), "router_macros")
}

fn runtime() -> Krate {
    Krate::new(&files(RUNTIME_SOURCES), "router_runtime")
}

fn example() -> Krate {
    Krate::new(&files(EXAMPLE_SOURCES), "example_app")
}

#[track_caller]
fn expect_none(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} places:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn imports_of_the_macro_run_one_way() {
    let wrong = rules::arrows_up(&macros(), MACROS);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn imports_of_the_runtime_run_one_way() {
    let wrong = rules::arrows_up(&runtime(), RUNTIME);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_files_form_a_circle() {
    let crates = [macros(), runtime(), example()];
    let wrong: Vec<String> = crates.iter().flat_map(rules::file_circles).collect();
    expect_none(&wrong);
}

#[test]
fn inherent_impls_are_in_the_module_of_their_type() {
    let mut wrong = rules::impls_elsewhere(&macros(), MACROS);
    wrong.extend(rules::impls_elsewhere(&runtime(), RUNTIME));
    expect_none(&wrong);
}

#[test]
fn files_and_folders_are_small() {
    let mut wrong = Vec::new();
    for root in [MACRO_SOURCES, RUNTIME_SOURCES, EXAMPLE_SOURCES, "tests"] {
        let sizes = rules::sizes(&files(root)).into_iter();
        wrong.extend(sizes.map(|problem| format!("{root}/{problem}")));
    }
    expect_none(&wrong);
}

#[test]
fn the_project_is_written_in_plain_english() {
    let language = Language::read();
    let texts = texts();
    let texts = texts.iter().filter(|(path, _)| {
        // These contain the words.
        path != language::PAGE && path != "tests/house/language.rs"
    });
    let wrong: Vec<String> = texts
        .flat_map(|(path, text)| language.find(path, text))
        .collect();
    expect_none(&wrong);
}

#[test]
fn every_exception_to_the_language_is_in_use() {
    let texts = texts();
    for exception in Language::read().exceptions {
        let mut others = texts.iter().filter(|(path, _)| path != language::PAGE);
        let is_used = others.any(|(path, text)| {
            path != "tests/house/language.rs"
                && (path.contains(exception) || text.contains(exception))
        });
        assert!(is_used, "no line contains {exception:?}");
    }
}

/// All code, documentation, tests, manifests and scripts.
fn texts() -> Vec<File> {
    let mut found = Vec::new();
    for (root, extensions) in [
        ("router-macros", &["rs", "toml"][..]),
        ("router-runtime", &["rs", "md", "toml", "lua"]),
        ("example-app", &["rs", "toml", "js", "css"]),
        ("tests", &["rs", "md", "toml"]),
        (".github", &["md", "yml"]),
    ] {
        for extension in extensions {
            let files = files_with(root, extension).into_iter();
            found.extend(files.map(|(file, text)| (format!("{root}/{file}"), text)));
        }
    }
    for file in [".ci/run", "CHANGELOG.md", "Cargo.toml", "README.md"] {
        let text = std::fs::read_to_string(workspace().join(file)).unwrap();
        found.push((file.to_owned(), text));
    }
    found
}

/// `guide` is a list of chapters, whose examples are files of applications.
#[test]
fn public_modules_open_with_a_line_and_an_example() {
    let sources = files(RUNTIME_SOURCES);
    let (_, root) = sources.iter().find(|(file, _)| file == "lib.rs").unwrap();
    let modules: Vec<&str> = root
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .filter(|name| !["__private", "guide"].contains(name))
        .collect();
    assert!(modules.len() > 8, "{modules:?}");
    let overview = workspace().join("router-runtime/src/docs/overview.md");
    let overview = std::fs::read_to_string(overview).unwrap();
    for name in modules {
        let is_listed = ["[`", "`"].map(|start| overview.contains(&format!("\n| {start}{name}`")));
        assert!(is_listed.contains(&true), "the overview lists no `{name}`");
        let path = [format!("{name}.rs"), format!("{name}/mod.rs")];
        let (file, text) = sources.iter().find(|it| path.contains(&it.0)).unwrap();
        let page: Vec<&str> = text
            .lines()
            .map_while(|it| it.strip_prefix("//!"))
            .collect();
        let opening = page.first().copied().unwrap_or_default();
        assert!(opening.len() > 10, "{file} opens with {opening:?}");
        assert!(
            page.iter().any(|line| line.starts_with(" ```")),
            "{file} opens without an example"
        );
    }
}

#[test]
fn only_scan_reads_the_disk_and_only_expand_writes_tokens() {
    for (file, text) in files(MACRO_SOURCES) {
        let text = text.split("#[cfg(test)]\nmod").next().unwrap();
        if file.contains("tests") {
            continue;
        }
        let reads = text.contains("std::fs") || text.contains("fs::read");
        let is_scan = file == "scan.rs" || file.starts_with("scan/");
        assert!(!reads || is_scan, "{file} reads the disk");
        let writes = text.contains("quote!");
        assert!(
            !writes || file.starts_with("expand/"),
            "{file} writes tokens"
        );
    }
}
