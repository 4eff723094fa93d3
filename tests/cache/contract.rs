//! The numbered cases of the cache's contract, and where each is shown.

use std::{fs, path::Path};

/// The cases of the tier in memory.
fn numbers() -> impl Iterator<Item = usize> {
    (1..=77).chain([80]).chain(87..=91).chain([111, 113, 114])
}

/// What the compiler says, by folder of `ui/cases`.
const COMPILED: [(usize, &[&str]); 4] = [
    (
        8,
        &[
            "cache-expire-below-revalidate",
            "cache-expire-below-revalidate-in-expressions",
        ],
    ),
    (
        12,
        &[
            "dynamic-error-reads-the-query",
            "revalidate-reads-an-extension",
            "revalidate-reads-the-headers",
            "revalidate-reads-the-request",
        ],
    ),
    (
        66,
        &[
            "invalidation-of-a-route-by-its-pattern",
            "invalidation-of-an-unknown-route",
        ],
    ),
    (75, &["cached-handler-invalidates"]),
];

#[test]
fn every_case_has_a_test_of_its_number() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for folder in ["cache", "../router-runtime/src/cache"] {
        read(&tests.join(folder), &mut sources);
    }
    let missing: Vec<usize> = numbers()
        .filter(|number| {
            let is_run = names(&sources).any(|name| name.contains(&format!("_{number:02}_")));
            let is_compiled = COMPILED.iter().any(|(case, _)| case == number);
            !is_run && !is_compiled
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    for case in COMPILED.iter().flat_map(|(_, cases)| *cases) {
        let expected = tests.join("ui/cases").join(case).join("expected.txt");
        let expected = fs::read_to_string(expected).unwrap();
        assert!(expected.starts_with("errors: 1"), "{case}");
    }
}

/// The names of tests: `_03_the_edge_of_freshness`.
fn names(sources: &str) -> impl Iterator<Item = &str> {
    let names = sources.split("fn case").skip(1);
    names.filter_map(|rest| rest.split('(').next())
}

fn read(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *sources += &fs::read_to_string(path).unwrap();
        }
    }
}
