//! The table of headings in this folder's README: it is complete, and its files and tests exist.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const README: &str = include_str!("README.md");
/// The header row of the table.
const HEAD: &str = "| heading | file of `example-app/app` | test of `tests/seed` |";

/// The headings of the page "Route Handlers" and of its reference, "route.js".
const HEADINGS: [&str; 22] = [
    "Convention",
    "Supported HTTP methods",
    "Extended `NextRequest` and `NextResponse` APIs",
    "Caching",
    "Special route handlers",
    "Route resolution",
    "Revalidating cached data",
    "Cookies",
    "Headers",
    "Redirects",
    "Dynamic route segments",
    "URL query parameters",
    "Streaming: AI chat",
    "Streaming: an iterator",
    "Request body",
    "Request body FormData",
    "CORS",
    "Webhooks",
    "Non-UI responses",
    "Segment config options",
    "Parameters: `request`",
    "Parameters: `context`",
];

struct Row<'a> {
    heading: &'a str,
    files: Vec<&'a str>,
    tests: Vec<&'a str>,
}

fn rows() -> Vec<Row<'static>> {
    let (_, table) = README.split_once(HEAD).expect("the README has the table");
    let lines = table.lines().skip(2);
    let lines = lines.take_while(|line| line.starts_with('|'));
    lines.map(row).collect()
}

fn row(line: &'static str) -> Row<'static> {
    let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
    let &[heading, files, tests] = cells.as_slice() else {
        panic!("three cells: {line}");
    };
    Row {
        heading,
        files: quoted(files),
        tests: quoted(tests),
    }
}

fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// `module::name` of every test in this target.
fn tests() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed");
    let mut tests = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        for function in text.split("#[test]\nfn ").skip(1) {
            let name = function.split('(').next().unwrap();
            tests.insert(format!("{module}::{name}"));
        }
    }
    tests
}

#[test]
fn every_heading_has_a_file_and_a_test() {
    let rows = rows();
    let headings: Vec<_> = rows.iter().map(|row| row.heading).collect();
    let missing: Vec<_> = HEADINGS
        .iter()
        .filter(|it| !headings.contains(it))
        .collect();
    assert!(missing.is_empty(), "{missing:?} not in {headings:?}");
    let tests = tests();
    let app = workspace().join("example-app/app");
    let mut wrong = Vec::new();
    for row in &rows {
        let heading = row.heading;
        if row.files.is_empty() || row.tests.is_empty() {
            wrong.push(format!("{heading}: a cell is empty"));
        }
        let files = row.files.iter().filter(|file| !app.join(file).is_file());
        wrong.extend(files.map(|file| format!("{heading}: there is no file {file}")));
        let lost = row.tests.iter().filter(|test| !tests.contains(**test));
        wrong.extend(lost.map(|test| format!("{heading}: there is no test {test}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_folder_of_the_example_is_in_the_table() {
    let rows = rows();
    let listed: BTreeSet<_> = rows
        .iter()
        .flat_map(|row| &row.files)
        .filter_map(|file| file.split('/').next())
        .collect();
    let mut missing = Vec::new();
    for entry in fs::read_dir(workspace().join("example-app/app")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "page.rs" && !listed.contains(name.as_str()) {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "{missing:?} not in {listed:?}");
}
