//! The codes in use: in the expected output of the UI cases, or in another test.

use super::Code;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Codes without a case: R0802 needs a bug of the macro. `expand/code.rs` has a test of its message.
const WITHOUT_CASE: [&str; 1] = ["R0802"];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[expect(clippy::disallowed_methods, reason = "tests read the workspace")]
fn texts_in(folder: &Path, extension: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts_in(&path, extension, found);
        } else if path.extension().is_some_and(|it| it == extension)
            && let Ok(text) = fs::read_to_string(&path)
        {
            found.push(text);
        }
    }
}

/// The numbers in `[R0101]`, each with the rest of its line.
fn codes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let (_, rest) = line.split_once("[R0")?;
        let (number, headline) = rest.split_once("] ")?;
        let start = line.len() - rest.len() - 2;
        let number = &line[start..start + 2 + number.len()];
        Some((number, headline))
    })
}

/// A headline without the quoted names.
fn pattern(headline: &str) -> String {
    let pieces = headline.split('`').step_by(2);
    let pieces: Vec<&str> = pieces.collect();
    pieces.join("`…`")
}

fn ui_cases() -> Vec<String> {
    let mut found = Vec::new();
    texts_in(&workspace().join("tests/ui/cases"), "txt", &mut found);
    found
}

#[test]
fn codes_are_unique_and_sorted() {
    let numbers: Vec<&str> = Code::ALL.iter().map(|(code, _)| code.number()).collect();
    assert!(numbers.is_sorted());
    let distinct: BTreeSet<&str> = numbers.iter().copied().collect();
    assert_eq!(distinct.len(), numbers.len());
    let meanings: BTreeSet<&str> = Code::ALL.iter().map(|(_, meaning)| *meaning).collect();
    assert_eq!(meanings.len(), numbers.len());
}

/// Tests that build a crate, for mistakes that need a special file system, a `public` folder or another build script.
fn crate_tests() -> Vec<String> {
    let mut found = Vec::new();
    texts_in(&workspace().join("tests/rebuild"), "rs", &mut found);
    found
}

#[test]
fn every_code_has_a_case() {
    let (cases, crates) = (ui_cases(), crate_tests());
    let used: BTreeSet<&str> = cases
        .iter()
        .chain(&crates)
        .flat_map(|it| codes(it))
        .map(|it| it.0)
        .collect();
    for (code, meaning) in Code::ALL {
        let number = code.number();
        println!("{number} {meaning}");
        let has_case = used.contains(number);
        assert_ne!(
            has_case,
            WITHOUT_CASE.contains(&number),
            "{number} {meaning}"
        );
    }
    let listed: BTreeSet<&str> = Code::ALL.iter().map(|(code, _)| code.number()).collect();
    let unlisted: Vec<_> = used.difference(&listed).collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
}

#[test]
fn one_headline_has_one_code() {
    let cases = ui_cases();
    let mut headlines: BTreeMap<String, &str> = BTreeMap::new();
    for (number, headline) in cases.iter().flat_map(|it| codes(it)) {
        let first = headlines.entry(pattern(headline)).or_insert(number);
        assert_eq!(*first, number, "{headline}");
    }
}

#[test]
fn codes_of_the_runtime_are_listed() {
    let mut sources = Vec::new();
    texts_in(&workspace().join("router-runtime/src"), "rs", &mut sources);
    let listed: BTreeSet<&str> = Code::ALL.iter().map(|(code, _)| code.number()).collect();
    for (number, headline) in sources.iter().flat_map(|it| codes(it)) {
        assert!(listed.contains(number), "{number} {headline}");
    }
}
