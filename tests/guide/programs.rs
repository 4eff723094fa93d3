//! The applications of all pages: their responses, their tests, their format.

use crate::{
    application::{has_application, has_manifest, package, write},
    page::{Block, Page, all, page},
};
use router_tests::{
    fixture::Fixture,
    program::{Program, build_all},
    transcript::exchanges,
};
use std::{collections::BTreeMap, env, path::PathBuf, process::Command, sync::LazyLock};

/// A workspace with a package per page.
static WORKSPACE: LazyLock<Fixture> = LazyLock::new(|| {
    let fixture = Fixture::new(env!("CARGO_TARGET_TMPDIR"), "guide/programs");
    let members = pages().map(|page| format!("{:?}", page.name));
    let members = members.collect::<Vec<_>>().join(", ");
    fixture.write(
        "Cargo.toml",
        format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"),
    );
    for page in pages() {
        write(&fixture, &format!("{}/", page.name), page, &package(page));
    }
    fixture
});

/// The pages with an application; with `GUIDE_ONLY`, those whose names contain one of its words.
fn pages() -> impl Iterator<Item = &'static Page> {
    let only = env::var("GUIDE_ONLY").unwrap_or_default();
    all().iter().filter(move |page| {
        let mut words = only.split_whitespace();
        let is_chosen = only.is_empty() || words.any(|word| page.name.contains(word));
        is_chosen && has_application(page)
    })
}

/// Builds the programs of these pages with the features that they show.
fn build(pages: impl Iterator<Item = &'static Page>) -> BTreeMap<String, PathBuf> {
    let mut cargo = WORKSPACE.cargo();
    cargo.arg("build");
    for page in pages {
        cargo.args(["-p", &package(page)]);
    }
    let (programs, notes) = build_all(cargo.arg("--keep-going"));
    assert!(!notes.contains("warning"), "{notes}");
    programs
}

/// Starts the program of a page: `src/main.rs`, or else the first file of `src/bin`.
fn start(page: &'static Page, programs: &BTreeMap<String, PathBuf>) -> Program {
    let first = page.files().find_map(|it| {
        let name = it.file().strip_prefix("src/bin/")?;
        programs.get(name.strip_suffix(".rs")?)
    });
    let program = programs.get(&package(page)).or(first);
    let program = program.unwrap_or_else(|| panic!("{}: no program", page.file));
    let folder = WORKSPACE.folder.join(&page.name);
    // As under `cargo run`, which tells the program where `public` is.
    Program::start(
        Command::new(program)
            .current_dir(&folder)
            .env("CARGO_PKG_NAME", package(page))
            .env("CARGO_MANIFEST_DIR", &folder),
    )
}

#[test]
fn applications_respond_as_shown() {
    let (with_manifest, plain): (Vec<_>, Vec<_>) = pages().partition(|page| has_manifest(page));
    // Separately, so that a page compiles with the features that it shows, and with no other.
    let mut programs = build(plain.into_iter());
    programs.extend(build(with_manifest.into_iter()));
    let mut wrong = Vec::new();
    for page in pages() {
        let exchanges = exchanges(&page.text).unwrap();
        let tables = page.blocks().into_iter().filter(is_table);
        let tables: Vec<_> = tables.collect();
        if exchanges.is_empty() && tables.is_empty() {
            continue;
        }
        let program = start(page, &programs);
        let failed = exchanges
            .iter()
            .filter_map(|it| it.check(program.address).err());
        wrong.extend(failed.map(|it| format!("{}: {it}", page.file)));
        wrong.extend(different_outputs(page, &programs));
        let missing = tables.iter().filter(|it| !program.log.contains(it.text));
        wrong.extend(missing.map(|it| format!("{}: not logged:\n{}", page.file, it.text)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Runs the programs of `$ cargo run --bin name` and compares what they print.
fn different_outputs(page: &'static Page, programs: &BTreeMap<String, PathBuf>) -> Vec<String> {
    let mut wrong = Vec::new();
    for block in page.blocks() {
        let command = block.text.strip_prefix("$ cargo run --bin ");
        if let Some((name, expected)) = command.and_then(|it| it.split_once('\n')) {
            let output = Command::new(&programs[name]).output().unwrap();
            let found = String::from_utf8_lossy(&output.stdout);
            if found.trim_end() != expected {
                wrong.push(format!("{}: {name} prints\n{found}", page.file));
            }
        }
    }
    wrong
}

/// Returns `true` for a table of routes, as the server logs it.
fn is_table(block: &Block) -> bool {
    block.language == "text" && block.text.starts_with(['○', '◐', 'ƒ'])
}

#[test]
fn tests_of_applications_pass() {
    let mut cargo = WORKSPACE.cargo();
    cargo.arg("test");
    let mut count = 0;
    for page in pages() {
        let files = page.files().map(|it| it.text);
        let tests: usize = files
            .map(|it| it.matches("#[test]").count() + it.matches("#[tokio::test]").count())
            .sum();
        if tests > 0 {
            cargo.args(["-p", &package(page)]);
            count += tests;
        }
    }
    let output = cargo.output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let notes = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stdout}\n{notes}");
    assert!(!notes.contains("warning"), "{notes}");
    let passed = stdout.lines().filter(|line| line.ends_with(" ... ok"));
    assert!(passed.count() >= count, "{count}\n{stdout}");
    assert!(count > 0 || env::var_os("GUIDE_ONLY").is_some());
}

/// The shell command that formats route files.
fn format_command() -> &'static str {
    let blocks = page("troubleshooting").blocks().into_iter();
    let mut shells = blocks.filter(|it| it.language == "sh");
    let command = shells.find(|it| it.text.contains("rustfmt"));
    command.expect("the command is shown").text
}

#[test]
fn applications_are_formatted_as_shown() {
    let command = format_command();
    let check = command.replace("rustfmt", "rustfmt --check");
    assert_ne!(check, command);
    let run = |folder: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", &check]);
        shell.current_dir(WORKSPACE.folder.join(folder));
        shell.output().unwrap()
    };
    let mut wrong = Vec::new();
    for page in pages() {
        let output = run(&page.name);
        if !output.status.success() {
            let stdout = String::from_utf8_lossy(&output.stdout);
            wrong.push(format!("{}:\n{stdout}", page.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let fixture = Fixture::new(env!("CARGO_TARGET_TMPDIR"), "guide/format");
    fixture.write("app/files/[...path]/route.rs", "pub  fn GET( ) {}\n");
    fixture.write("src/main.rs", "fn main() {}\n");
    let mut shell = Command::new("sh");
    shell.args(["-c", &check]).current_dir(&fixture.folder);
    assert!(!shell.output().unwrap().status.success());
}
