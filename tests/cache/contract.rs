//! The cases of the cache's contract: every built case has a test with its number.

use std::{fs, path::Path};

/// The page of the contract with the table rows of all cases.
const PAGE: &str = include_str!("../../router-runtime/src/docs/contributing/cache/cases.md");

/// The numbers of the rows `| 12 | … |`. A row that contains the word `planned` is not built yet.
fn built_cases() -> Vec<usize> {
    let rows = PAGE.lines().filter_map(|line| {
        let (number, row) = line.strip_prefix("| ")?.split_once(" |")?;
        Some((number.parse().ok()?, row))
    });
    let built = rows.filter(|(_, row)| !row.contains("planned"));
    built.map(|(number, _)| number).collect()
}

/// The cases of the compiler, by folder of `ui/cases`.
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
            "revalidate-route-by-its-pattern",
            "revalidate-unknown-route",
        ],
    ),
    (75, &["cached-handler-invalidates"]),
];

#[test]
fn every_case_has_a_test_of_its_number() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for folder in [
        "cache",
        "http_cache_tests",
        "stores",
        "../router-runtime/src/cache",
    ] {
        read(&tests.join(folder), &mut sources);
    }
    let built = built_cases();
    assert!(built.len() > 80, "only {} cases were read", built.len());
    let missing: Vec<usize> = built
        .into_iter()
        .filter(|number| {
            let number_in_name = format!("_{number:02}_");
            let is_run = names_of_tests(&sources).any(|name| name.contains(&number_in_name));
            let is_compiled = COMPILED.iter().any(|(case, _)| case == number);
            !is_run && !is_compiled
        })
        .collect();
    assert!(missing.is_empty(), "cases without a test: {missing:?}");
    for case in COMPILED.iter().flat_map(|(_, cases)| *cases) {
        let expected = tests.join("ui/cases").join(case).join("expected.txt");
        let expected = fs::read_to_string(expected).unwrap();
        assert!(expected.starts_with("errors: 1"), "{case}");
    }
}

/// The rest of each test name after `case`, such as `_03_the_edge_of_freshness`. A test that is ignored does not count.
fn names_of_tests(sources: &str) -> impl Iterator<Item = &str> {
    sources
        .match_indices("fn case")
        .filter_map(|(index, start)| {
            let before = sources[..index].lines().rev();
            // The line of the function itself, such as `async`, comes first.
            let attributes = before.skip(usize::from(!sources[..index].ends_with('\n')));
            let mut attributes = attributes
                .map(str::trim)
                .take_while(|line| !line.is_empty() && !line.ends_with(['}', '{', ';']));
            let mut is_test = false;
            let is_ignored = attributes.any(|line| {
                is_test |= line == "#[test]" || line.starts_with("#[tokio::test");
                !line.starts_with("//") && line.contains("ignore")
            });
            let name = sources[index + start.len()..].split('(').next();
            name.filter(|_| is_test && !is_ignored)
        })
}

#[test]
fn only_tests_that_run_count_for_their_cases() {
    let sources = "
        fn case_901_helper() {}

        /// Does not ignore anything.
        #[tokio::test(start_paused = true)]
        #[expect(
            clippy::too_many_lines,
            reason = \"one table\"
        )]
        async fn case_902_waits() {}
        fn case_903_follows_a_test() {}

        #[ignore = \"slow\"]
        #[test]
        fn case_904_ignored() {}

        #[test]
        fn case_905_runs() {}

        #[test]
        #[cfg_attr(miri, ignore)]
        fn case_906_sometimes_ignored() {}
    ";
    let names: Vec<_> = names_of_tests(sources).collect();
    assert_eq!(names, ["_902_waits", "_905_runs"]);
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
