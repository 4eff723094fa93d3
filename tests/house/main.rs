//! The imports of both crates run one way: a room imports only rooms below it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Rooms of the macro, top to bottom. Rooms of one floor do not import each other.
const MACROS: &[&[&str]] = &[
    &["lib"],
    &["pipeline"],
    &["expand"],
    &["check"],
    &["tree", "placement"],
    &["route_file"],
    &["watch"],
    &["caller"],
    &["scan"],
    &["segment", "app_file", "input"],
    &["diagnostics", "names", "metadata_file"],
    &["location", "parallel"],
];

/// Rooms of the runtime, top to bottom.
const RUNTIME: &[&[&str]] = &[
    &["lib"],
    &["__private", "prelude", "testing"],
    &["server"],
    &["routing"],
    &["extract"],
    &["fetch"],
    &["data"],
    &["respond"],
    &["public"],
    &["rejection", "cache", "metadata", "rules"],
    &["href", "table"],
    &["matching", "config"],
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The rooms that each room names in `crate::…` paths outside of its tests.
fn imports(root: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in sources(root) {
        let inside = file.strip_prefix(root).unwrap();
        let first = inside.iter().next().unwrap().to_str().unwrap();
        let room = first.strip_suffix(".rs").unwrap_or(first).to_owned();
        let text = fs::read_to_string(&file).unwrap();
        if inside.to_str().unwrap().contains("tests") {
            continue;
        }
        let text = text.split("#[cfg(test)]\nmod").next().unwrap();
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let used = imports.entry(room).or_default();
        for (at, _) in code.match_indices("crate::") {
            used.extend(names(&code[at + "crate::".len()..]));
        }
    }
    imports
}

/// The first names of `a::b`, or of `{a::b, c::{d, e}}`.
fn names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        let letters = text.trim_start().chars();
        letters
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut depth = 0;
    let mut names = vec![name(group)];
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn check(root: &str, rooms: &[&[&str]]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join(root);
    let floor = |room: &str| rooms.iter().position(|floor| floor.contains(&room));
    let imports = imports(&root);
    let mut wrong = Vec::new();
    for (room, used) in &imports {
        let Some(own) = floor(room) else {
            wrong.push(format!("`{room}` stands on no floor; add it to this test"));
            continue;
        };
        for other in used.iter().filter(|other| *other != room) {
            if floor(other).is_some_and(|other| other <= own) {
                wrong.push(format!("`{room}` imports `{other}`, which is not below it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        imports.values().flatten().count() > rooms.len(),
        "imports were found"
    );
}

#[test]
fn imports_of_the_macro_run_one_way() {
    check("router-macros/src", MACROS);
}

#[test]
fn imports_of_the_runtime_run_one_way() {
    check("router-runtime/src", RUNTIME);
}

#[test]
fn only_scan_reads_the_disk_and_only_expand_writes_tokens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("router-macros/src");
    for file in sources(&root) {
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod").next().unwrap();
        let inside = file.strip_prefix(&root).unwrap().to_str().unwrap();
        if inside.contains("tests") {
            continue;
        }
        let reads = text.contains("std::fs") || text.contains("fs::read");
        assert!(!reads || inside == "scan.rs", "{inside} reads the disk");
        let writes = text.contains("quote!");
        assert!(
            !writes || inside.starts_with("expand/"),
            "{inside} writes tokens"
        );
    }
}
