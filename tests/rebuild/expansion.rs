//! The expansion of the macro, which is the same on every machine.

use crate::app::{self, route};
use router_tests::fixture::{Fixture, output};

/// The expansion that the macro prints, without the other lines of cargo.
fn expansion(fixture: &Fixture) -> String {
    let main = fixture.folder.join("src/main.rs");
    let text = std::fs::read(&main).expect("main.rs can be read");
    fixture.write("src/main.rs", text);
    let mut command = fixture.cargo();
    command
        .args(["check", "--quiet"])
        .env("ROUTER_MACROS_DEBUG", "1");
    let output = output(command);
    assert!(output.success, "{}", output.stderr);
    let printed = format!("{}{}", output.stdout, output.stderr);
    assert!(
        printed.contains("app_items_slug_route"),
        "nothing is printed:\n{printed}"
    );
    printed
}

#[test]
fn the_same_folder_expands_to_the_same_text() {
    let files = [
        "items/[slug]",
        "items/[slug]/a-b",
        "items/[slug]/a_b",
        "(group)/about",
        "rss.xml",
        "files/[...path]",
    ];
    let one = app::new("expanded-once");
    for file in files {
        one.write(&format!("app/{file}/route.rs"), route(file));
    }
    let first = expansion(&one);
    assert_eq!(first, expansion(&one), "twice in one crate");

    // Another folder, written in another order.
    let other = app::new("expanded-twice");
    for file in files.iter().rev() {
        other.write(&format!("app/{file}/route.rs"), route(file));
    }
    assert_eq!(first, expansion(&other), "in two crates");
}

#[test]
fn a_panic_does_not_reveal_the_folder_of_the_build() {
    let fixture = app::new("panicking");
    fixture.write(
        "app/boom/route.rs",
        "pub async fn GET() -> String {\n    let nothing: Option<String> = None;\n    nothing.unwrap()\n}\n",
    );
    let mut command = fixture.cargo();
    command.args(["run", "--quiet", "--", "/boom"]);
    let ran = output(command);
    assert!(
        ran.stderr.contains("app/boom/route.rs:3:13"),
        "{}",
        ran.stderr
    );
    let home = fixture.folder.to_string_lossy().into_owned();
    assert!(!ran.stderr.contains(&home), "{}", ran.stderr);

    let mut command = fixture.cargo();
    command.args(["build", "--message-format=json", "--quiet"]);
    let built = output(command);
    let program = built
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find_map(|entry| entry["executable"].as_str().map(str::to_owned))
        .expect("cargo names the program");
    let bytes = std::fs::read(program).expect("the program can be read");
    let named = format!("{home}/app");
    let hidden = !bytes
        .windows(named.len())
        .any(|window| window == named.as_bytes());
    assert!(hidden, "the program holds {named}");
}
