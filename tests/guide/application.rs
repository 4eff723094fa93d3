//! The application of a page, as a package.

use crate::{
    manifest,
    page::{Block, Page, page},
};
use router_tests::fixture::Fixture;
use std::collections::BTreeSet;

const FIRST: &str = "getting_started";
/// The files of the first chapter that applications have which do not show their own. A library takes the place of the program.
const SHARED: [&str; 2] = ["build.rs", "src/main.rs"];

/// The name of the package.
pub(crate) fn package(page: &Page) -> String {
    format!("guide-{}", page.name.replace('_', "-"))
}

/// Returns `true` if the page shows a Rust file, which is part of an application.
pub(crate) fn has_application(page: &'static Page) -> bool {
    page.files().any(|it| it.language == "rust")
}

/// Returns `true` if its manifest adds features or packages.
pub(crate) fn has_manifest(page: &'static Page) -> bool {
    page.files().any(|it| it.file() == "Cargo.toml")
}

/// Writes the application of a page into a folder of the fixture.
pub(crate) fn write(fixture: &Fixture, folder: &str, page: &'static Page, name: &str) {
    let mut shown = BTreeSet::new();
    for block in page.files() {
        let file = block.file();
        assert!(shown.insert(file), "{}: {file} is shown twice", page.file);
        if file != "Cargo.toml" {
            write_file(fixture, folder, block, name);
        }
    }
    for file in SHARED {
        let is_library = file == "src/main.rs" && shown.contains("src/lib.rs");
        if !shown.contains(file) && !is_library {
            write_file(fixture, folder, first(file), name);
        }
    }
    let own = page.files().find(|it| it.file() == "Cargo.toml");
    let is_complete = own.is_some_and(|it| it.text.contains("[package]"));
    let manifest = match own {
        Some(own) if is_complete => manifest::write(own.text, None, name),
        own => manifest::write(first("Cargo.toml").text, own.map(|it| it.text), name),
    };
    fixture.write(&format!("{folder}Cargo.toml"), manifest);
}

/// Writes a file; the package has a name of its own, because packages with one name would overwrite each other in the shared target
/// folder.
pub(crate) fn write_file(fixture: &Fixture, folder: &str, block: Block, name: &str) {
    let file = block.file();
    let text = if file.ends_with("Cargo.toml") {
        manifest::write(block.text, None, name)
    } else {
        block.text.replace("my_app", &name.replace('-', "_"))
    };
    fixture.write(&format!("{folder}{file}"), format!("{text}\n"));
}

/// A file of the first chapter.
fn first(file: &str) -> Block {
    let found = page(FIRST).files().find(|it| it.file() == file);
    found.unwrap_or_else(|| panic!("{FIRST} does not show {file}"))
}
