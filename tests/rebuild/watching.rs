//! The warning of the macro if cargo would not notice a new route file.

use crate::app::{self, route};
use router_tests::fixture::Fixture;

/// The line that a user can copy.
const LINE: &str = "fn main() { println!(\"cargo::rerun-if-changed=app\"); }";

/// Checks the crate with this build script and returns the number of warnings.
fn warnings(fixture: &Fixture, build_script: &str) -> usize {
    fixture.write("build.rs", build_script);
    let output = fixture.check();
    assert!(output.success, "{build_script}\n{}", output.stderr);
    let warnings = output
        .stderr
        .lines()
        .filter(|line| line.starts_with("warning: ") && !line.contains("generated"))
        .count();
    if warnings > 0 {
        assert!(
            output
                .stderr
                .contains("println!(\"cargo::rerun-if-changed="),
            "no line to add:\n{}",
            output.stderr
        );
    }
    warnings
}

#[test]
fn without_a_build_script_the_warning_contains_the_line_to_add() {
    let fixture = app::new("no-build-script");
    fixture.remove("build.rs");
    let output = fixture.check();
    assert!(output.success, "{}", output.stderr);
    let expected = "[R0801] cargo does not notice new files in `app`; create build.rs";
    assert!(output.stderr.contains(expected), "{}", output.stderr);
    assert!(output.stderr.contains(LINE), "{}", output.stderr);
    assert!(
        output.stderr.contains("--> src/main.rs:5:1"),
        "{}",
        output.stderr
    );
    assert!(
        output
            .stderr
            .contains("`no-build-script` (bin \"no-build-script\") generated 1 warning"),
        "{}",
        output.stderr
    );

    // Following the warning's advice removes it.
    assert_eq!(warnings(&fixture, &format!("{LINE}\n")), 0);
    assert_eq!(fixture.run(&["/new"]), ["404 404 Not Found"]);
    fixture.write("app/new/route.rs", route("new"));
    assert_eq!(fixture.run(&["/new"]), ["200 new"]);
}

#[test]
fn a_build_script_that_covers_the_folder_is_trusted() {
    let fixture = app::new("build-scripts");
    let printing = |lines: &[&str]| {
        let printed: Vec<String> = lines
            .iter()
            .map(|line| format!("println!(\"{line}\");"))
            .collect();
        format!("fn main() {{ {} }}\n", printed.join(" "))
    };
    let covering = [
        // Cargo watches the whole package if a script prints no `rerun-if` lines.
        printing(&[]),
        printing(&[
            "cargo::rustc-cfg=special",
            "cargo::rustc-check-cfg=cfg(special)",
        ]),
        printing(&["cargo:rerun-if-changed=app"]),
        printing(&["cargo::rerun-if-changed=./app/"]),
        printing(&["cargo::rerun-if-changed=."]),
        printing(&[
            "cargo::rerun-if-changed=assets",
            "cargo::rerun-if-changed=app",
        ]),
    ];
    fixture.write("assets/logo.txt", "");
    for script in &covering {
        assert_eq!(warnings(&fixture, script), 0, "{script}");
    }
    let not_covering = [
        printing(&["cargo::rerun-if-changed=assets"]),
        printing(&["cargo::rerun-if-changed=build.rs"]),
        printing(&["cargo::rerun-if-changed=app/route.rs"]),
        printing(&["cargo::rerun-if-changed=application"]),
        // Cargo watches nothing else if a script prints a `rerun-if` line.
        printing(&["cargo::rerun-if-env-changed=SPECIAL"]),
    ];
    fixture.write("application/readme.txt", "");
    for script in &not_covering {
        assert_eq!(warnings(&fixture, script), 1, "{script}");
    }
}

#[test]
fn the_line_to_add_is_for_all_folders_and_leaves_the_rest_of_the_build_script() {
    let fixture = app::new("half-watched");
    fixture.write("public/hello.txt", "hello");
    for (script, line) in [
        (
            app::BUILD,
            "`public`; add this line to `main` of build.rs: println!(\"cargo::rerun-if-changed=public\");",
        ),
        (
            "fn main() { println!(\"cargo::rerun-if-changed=build.rs\"); }\n",
            "`app` and `public`; add this line to `main` of build.rs: \
             println!(\"cargo::rerun-if-changed=app\"); println!(\"cargo::rerun-if-changed=public\");",
        ),
    ] {
        fixture.write("build.rs", script);
        let output = fixture.check();
        assert!(output.stderr.contains(line), "{}", output.stderr);
        assert_eq!(warnings(&fixture, script), 1);
        let (_, line) = line.split_once(": ").unwrap();
        let extended = script.replace("{ ", &format!("{{ {line} "));
        assert_eq!(warnings(&fixture, &extended), 0, "{extended}");
    }
}

#[test]
fn a_build_script_without_output_sees_new_files() {
    let fixture = app::new("silent-build-script");
    fixture.write("build.rs", "fn main() {}\n");
    assert_eq!(fixture.run(&["/new"]), ["404 404 Not Found"]);
    fixture.write("app/new/route.rs", route("new"));
    assert_eq!(fixture.run(&["/new"]), ["200 new"]);
}

#[test]
fn an_error_suppresses_the_warning() {
    let fixture = app::new("error-without-a-build-script");
    fixture.remove("build.rs").write(
        "app/page.rs",
        "pub async fn page() -> &'static str {\n    \"page\"\n}\n",
    );
    let output = fixture.check();
    assert!(!output.success);
    assert!(!output.stderr.contains("warning"), "{}", output.stderr);
    assert!(
        !output.stderr.contains("rerun-if-changed"),
        "{}",
        output.stderr
    );
}

#[test]
fn the_folder_may_be_written_with_a_dot_and_a_slash() {
    let fixture = app::new("written-otherwise");
    for folder in ["app/", "./app", "./app/"] {
        fixture.write(
            "src/main.rs",
            format!("router_runtime::routes!({folder:?});\n\nfn main() {{\n    drop(app::router());\n}}\n"),
        );
        assert_eq!(warnings(&fixture, app::BUILD), 0, "{folder}");
        assert_eq!(
            warnings(
                &fixture,
                "fn main() { println!(\"cargo::rerun-if-changed=src\"); }\n"
            ),
            1,
            "{folder}"
        );
    }
}
