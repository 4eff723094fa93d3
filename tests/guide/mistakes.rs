//! The compiler's messages for the mistakes on the pages.

use crate::{
    application::{package, write, write_file},
    page::{Block, Page, all},
};
use router_tests::{fixture::Fixture, transcript::fits};

#[test]
fn the_compiler_prints_the_messages_shown() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for page in all() {
        for (index, (files, message)) in page.mistakes().into_iter().enumerate() {
            count += 1;
            let printed = errors(page, index, &files);
            let lines: Vec<_> = printed.lines().collect();
            let message: Vec<_> = message.lines().collect();
            if !fits(&message, &lines) {
                wrong.push(format!("{}: the compiler prints\n{printed}", page.file));
            }
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Builds the application of a page with a mistake, in a workspace of its own, and returns the errors.
fn errors(page: &'static Page, index: usize, files: &[Block]) -> String {
    let name = format!("{}-mistake-{index}", package(page));
    let fixture = Fixture::new(env!("CARGO_TARGET_TMPDIR"), &format!("guide/{name}"));
    write(&fixture, "", page, &name);
    let manifest = std::fs::read_to_string(fixture.folder.join("Cargo.toml")).unwrap();
    fixture.write("Cargo.toml", manifest + "\n[workspace]\n");
    for file in files {
        write_file(&fixture, "", *file, &name);
    }
    let mut cargo = fixture.cargo();
    let output = cargo.args(["build", "--bin", &name]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{}: {stderr}", page.file);
    let (_, errors) = stderr.split_once("\nerror").unwrap();
    let errors = format!("error{errors}");
    let ends = ["\nFor more information about", "\nerror: could not compile"];
    let end = ends.iter().filter_map(|end| errors.find(end)).min();
    errors[..end.unwrap_or(errors.len())].trim().to_owned()
}
