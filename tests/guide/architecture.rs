//! The files that the architecture page names.

use router_tests::fixture::workspace;
use std::{ffi::OsStr, fs, path::Path};

#[test]
fn every_file_on_the_page_exists() {
    let workspace = workspace();
    let page = workspace.join("router-runtime/src/docs/contributing/architecture.md");
    let page = fs::read_to_string(page).unwrap();
    let (of_macros, of_runtime) = page.split_once("## One request").unwrap();
    let mut named = 0;
    for (text, crate_folder) in [
        (of_macros, "router-macros/src"),
        (of_runtime, "router-runtime/src"),
    ] {
        let quoted = text.split('`').skip(1).step_by(2);
        let files = quoted.filter(|it| {
            Path::new(it).extension() == Some(OsStr::new("rs")) && !it.starts_with("app/")
        });
        for file in files {
            let exists =
                workspace.join(crate_folder).join(file).is_file() || workspace.join(file).is_file();
            assert!(exists, "{file}");
            named += 1;
        }
    }
    assert!(named > 30, "{named}");
}
