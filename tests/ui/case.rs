//! The folders of `cases`.

#![expect(
    clippy::disallowed_methods,
    reason = "the cases are not the app folder of this crate"
)]

use router_tests::fixture::Fixture;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// One folder of `cases`.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    folder: PathBuf,
}

/// Every case whose name contains one of the words of `UI_ONLY`, or every case; sorted by name.
pub(crate) fn all() -> Vec<Case> {
    let only = env::var("UI_ONLY").unwrap_or_default();
    let is_wanted = |name: &str| {
        only.trim().is_empty() || only.split_whitespace().any(|word| name.contains(word))
    };
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/cases");
    let mut found: Vec<Case> = entries(&cases)
        .into_iter()
        .map(|folder| Case {
            name: name_of(&folder),
            folder,
        })
        .filter(|case| is_wanted(&case.name))
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(!found.is_empty(), "{} holds no cases", cases.display());
    found
}

impl Case {
    pub(crate) fn expected_path(&self) -> PathBuf {
        self.folder.join("expected.txt")
    }

    pub(crate) fn expected(&self) -> Option<String> {
        fs::read_to_string(self.expected_path()).ok()
    }

    /// Copies the case below `cases/` of the fixture, with a default `main.rs` if the case has none.
    pub(crate) fn copy_to(&self, fixture: &Fixture) {
        let place = format!("cases/{}", self.name);
        if !self.folder.join("main.rs").exists() {
            let main = format!(
                "use router_runtime::routes;\n\nroutes!(\"{place}/app\");\n\n\
                 fn main() {{\n    let _ = app::router();\n}}\n"
            );
            fixture.write(&format!("{place}/main.rs"), main);
        }
        copy(&self.folder, &place, fixture);
    }
}

fn copy(from: &Path, to: &str, fixture: &Fixture) {
    for entry in entries(from) {
        let target = format!("{to}/{}", name_of(&entry));
        if entry.is_dir() {
            copy(&entry, &target, fixture);
        } else {
            fixture.write(
                &target,
                fs::read(&entry).expect("a case's file can be read"),
            );
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .expect("a case's folder can be listed")
        .map(|entry| entry.expect("a case's folder can be listed").path())
        .collect()
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .expect("an entry has a name")
        .to_string_lossy()
        .into_owned()
}
