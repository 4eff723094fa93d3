//! The crate, the transcripts and the compiler messages of the README.

use crate::blocks::{Block, README, all, mistakes};
use router_tests::{
    fixture::{Fixture, workspace},
    program::{Program, build},
    transcript::{exchanges, fits},
};
use std::process::Command;

const ROUTER: &str = "../router/router-runtime";

/// The crate of the README, in a folder and under a name of its own, because packages with the same name would overwrite each
/// other in the shared target folder.
fn shown(name: &str) -> Fixture {
    let fixture = Fixture::new(env!("CARGO_TARGET_TMPDIR"), &format!("readme/{name}"));
    let runtime = workspace().join("router-runtime");
    for block in all() {
        match block.language {
            "rust" => write(&fixture, block),
            "toml" => {
                assert!(block.text.contains(ROUTER), "{}", block.text);
                let text = block
                    .text
                    .replace(ROUTER, runtime.to_str().unwrap())
                    .replace("my-app", name);
                fixture.write(block.file(), text + "\n\n[workspace]\n");
            }
            _ => {}
        }
    }
    fixture
}

fn write(fixture: &Fixture, block: Block) {
    fixture.write(block.file(), format!("{}\n", block.text));
}

#[test]
fn the_picture_shows_the_files_that_follow() {
    let blocks = all();
    let mut folder = "";
    for line in blocks[0].text.lines().skip(1) {
        let name = line.split_whitespace().next().unwrap();
        match (name, line.strip_prefix("    ")) {
            ("app/", _) => folder = name,
            (name, inside) => {
                let file = format!("{}{name}", inside.map_or("", |_| folder));
                let is_shown = |block: &Block| {
                    matches!(block.language, "rust" | "toml") && block.file() == file
                };
                assert!(blocks.iter().any(is_shown), "{file} is not shown");
            }
        }
    }
}

#[test]
fn the_crate_responds_as_shown() {
    let fixture = shown("readme-responses");
    let executable = build(fixture.cargo().args(["build", "--bin", "readme-responses"]));
    let program = Program::start(&mut Command::new(executable));
    let exchanges = exchanges(&README).unwrap();
    assert!(!exchanges.is_empty());
    let wrong = exchanges
        .iter()
        .filter_map(|it| it.check(program.address).err());
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));

    let table = all().into_iter().find(|block| block.text.starts_with('ƒ'));
    let table = table.expect("the route table is shown").text;
    assert!(program.log.contains(table), "{}", program.log);
}

#[test]
fn the_tests_of_the_crate_pass_and_everything_in_it_compiles() {
    let fixture = shown("readme-tests");
    let output = fixture.cargo().arg("test").output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let notes = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stdout}\n{notes}");
    let tests = README.matches("#[tokio::test]").count();
    assert!(
        tests > 0 && stdout.contains(&format!("{tests} passed")),
        "{stdout}"
    );
    assert!(!notes.contains("warning"), "{notes}");
}

/// The blocks marked `rust,fetch` need a feature, which the other blocks must not need.
#[test]
fn blocks_that_need_the_feature_fetch_compile_with_it() {
    let fixture = shown("readme-fetch");
    let files = all().into_iter().filter(|it| it.language == "rust,fetch");
    let written = files.map(|block| write(&fixture, block)).count();
    assert!(written > 0);
    let mut cargo = fixture.cargo();
    cargo.args(["check", "--bins", "--features", "router-runtime/fetch"]);
    let output = cargo.output().unwrap();
    let notes = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{notes}");
    assert!(!notes.contains("warning"), "{notes}");
}

#[test]
fn the_compiler_prints_the_messages_shown() {
    let mistakes = mistakes();
    assert!(!mistakes.is_empty());
    for (index, (files, message)) in mistakes.into_iter().enumerate() {
        let name = format!("readme-mistake-{index}");
        let fixture = shown(&name);
        for file in files {
            write(&fixture, file);
        }
        let mut cargo = fixture.cargo();
        let output = cargo.args(["build", "--bin", &name]).output().unwrap();
        assert!(
            !output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let stderr = String::from_utf8(output.stderr).unwrap();
        let (_, errors) = stderr.split_once("\nerror").unwrap();
        let errors = format!("error{errors}");
        let end = ["\nFor more information about", "\nerror: could not compile"]
            .iter()
            .filter_map(|end| errors.find(end))
            .min();
        let lines: Vec<_> = errors[..end.unwrap()].trim().lines().collect();
        let message: Vec<_> = message.lines().collect();
        assert!(fits(&message, &lines), "\n{}", lines.join("\n"));
    }
}

#[test]
fn route_files_are_formatted_as_shown() {
    let fixture = shown("readme-format");
    let shells: Vec<_> = all().into_iter().filter(|it| it.language == "sh").collect();
    let format = shells
        .iter()
        .find(|it| it.text.contains("rustfmt"))
        .unwrap();
    let command = format.text.replace("rustfmt", "rustfmt --check");
    assert_ne!(command, format.text);
    let run = || {
        let mut shell = Command::new("sh");
        let output = shell
            .args(["-c", &command])
            .current_dir(&fixture.folder)
            .output();
        output.unwrap()
    };
    let output = run();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    fixture.write("app/files/[...path]/route.rs", "pub  fn GET( ) {}\n");
    assert!(!run().status.success());
}

#[test]
fn two_commands_are_the_whole_set_up() {
    let shells: Vec<_> = all().into_iter().filter(|it| it.language == "sh").collect();
    let cargo: Vec<_> = shells
        .iter()
        .map(|it| it.text)
        .filter(|it| it.starts_with("cargo"))
        .collect();
    assert_eq!(
        cargo,
        ["cargo run -p example-app", "cargo test --workspace"]
    );
}
