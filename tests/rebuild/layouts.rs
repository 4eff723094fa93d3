//! Crates with `routes!`: a library, a member of a workspace, a dependency.

use crate::app::{self, route};
use router_tests::fixture::{Fixture, output};

#[test]
fn a_library_and_the_program_that_uses_it() {
    let fixture = app::new("library-of-routes");
    fixture
        .write("src/lib.rs", "//! Routes.\n\nrouter_runtime::routes!(\"app\");\n")
        .write(
            "src/main.rs",
            "mod responses;\n\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    \
             responses::print(library_of_routes::app::router()).await;\n}\n",
        )
        .write("app/items/[slug]/route.rs", route("item"))
        .write(
            "tests/links.rs",
            "#[test]\nfn links() {\n    assert_eq!(library_of_routes::app::items::slug::href(\"a b\"), \"/items/a%20b\");\n}\n",
        );
    let mut command = fixture.cargo();
    command.args(["check", "--all-targets"]);
    let checked = output(command);
    assert!(
        checked.success && !checked.stderr.contains("warning"),
        "{}",
        checked.stderr
    );
    assert_eq!(fixture.run(&["/", "/items/a"]), ["200 home", "200 item"]);
    fixture.write("app/new/route.rs", route("new"));
    assert_eq!(fixture.run(&["/new"]), ["200 new"]);
    let mut command = fixture.cargo();
    command.arg("test");
    let tested = output(command);
    assert!(
        tested.success && tested.stdout.contains("1 passed"),
        "{}{}",
        tested.stdout,
        tested.stderr
    );
}

#[test]
fn a_member_of_a_workspace_from_its_root_and_from_its_folder() {
    let fixture = Fixture::new(env!("CARGO_TARGET_TMPDIR"), "rebuild/workspace of apps");
    let manifest = |name: &str| {
        app::manifest(name).replace("[workspace]\n\n[profile.dev]\ndebug = false\n\n", "")
    };
    fixture
        .write("Cargo.toml", "[workspace]\nmembers = [\"members/web\", \"members/tool\"]\nresolver = \"3\"\n\n[profile.dev]\ndebug = false\n")
        .write("members/web/Cargo.toml", manifest("member-web"))
        .write("members/web/build.rs", app::BUILD)
        .write("members/web/src/lib.rs", "//! Routes.\n\nrouter_runtime::routes!(\"app\");\n")
        .write("members/web/app/route.rs", route("home"))
        .write(
            "members/tool/Cargo.toml",
            format!(
                "{}member-web = {{ path = \"../web\" }}\n",
                manifest("member-tool")
            ),
        )
        .write("members/tool/src/responses.rs", app::RESPONSES)
        .write(
            "members/tool/src/main.rs",
            "mod responses;\n\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    \
             responses::print(member_web::app::router()).await;\n}\n",
        );
    let run = |folder: &str, path: &str| {
        let mut command = fixture.cargo();
        command.current_dir(fixture.folder.join(folder)).args([
            "run",
            "--package",
            "member-tool",
            "--",
            path,
        ]);
        let output = output(command);
        assert!(
            output.success && !output.stderr.contains("warning"),
            "{}",
            output.stderr
        );
        output.stdout
    };
    assert_eq!(run("", "/new"), "404 404 Not Found\n");
    fixture.write("members/web/app/new/route.rs", route("new"));
    assert_eq!(run("", "/new"), "200 new\n");
    fixture.write("members/web/app/new/route.rs", route("newer"));
    assert_eq!(run("members/web", "/new"), "200 newer\n");
    fixture.remove("members/web/app/new");
    assert_eq!(run("members/web/app", "/new"), "404 404 Not Found\n");
}

#[test]
fn a_crate_that_another_workspace_depends_on() {
    let web = app::new("routes-elsewhere");
    web.remove("src/main.rs").remove("src/responses.rs").write(
        "src/lib.rs",
        "//! Routes.\n\nrouter_runtime::routes!(\"app\");\n",
    );
    let program = app::new("program-elsewhere");
    program
        .remove("app")
        .remove("build.rs")
        .write(
            "Cargo.toml",
            format!(
                "{}routes-elsewhere = {{ path = \"../routes-elsewhere\" }}\n",
                app::manifest("program-elsewhere")
            ),
        )
        .write(
            "src/main.rs",
            "mod responses;\n\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    \
             responses::print(routes_elsewhere::app::router()).await;\n}\n",
        );
    assert_eq!(
        program.run(&["/", "/new"]),
        ["200 home", "404 404 Not Found"]
    );
    web.write("app/new/route.rs", route("new"));
    assert_eq!(program.run(&["/new"]), ["200 new"]);
}

#[test]
fn crates_of_older_editions() {
    for edition in ["2018", "2021"] {
        let fixture = app::new(&format!("edition-{edition}"));
        let manifest = app::manifest(&format!("edition-{edition}"));
        let with_edition =
            manifest.replace("edition = \"2024\"", &format!("edition = {edition:?}"));
        assert_ne!(manifest, with_edition);
        fixture
            .write("Cargo.toml", with_edition)
            .write("app/items/[slug]/route.rs", route("item"))
            .write(
                "app/page/page.rs",
                "pub async fn page() -> &'static str {\n    \"page\"\n}\n",
            );
        let output = fixture.check();
        assert!(
            output.success && !output.stderr.contains("warning"),
            "{}",
            output.stderr
        );
    }
}

#[test]
fn clippy_accepts_generated_code() {
    let fixture = app::new("under-clippy");
    fixture
        .write(
            "app/items/[slug]/route.rs",
            "use router_runtime::prelude::*;\n\npub const revalidate: u32 = 60;\n\n\
             pub async fn GET(Path(slug): Path<String>) -> String {\n    slug\n}\n\n\
             pub async fn POST(headers: HeaderMap, body: String) -> Result<String> {\n    \
             let number: u32 = body.parse()?;\n    Ok(format!(\"{number} {}\", headers.len()))\n}\n",
        )
        .write("app/files/[[...path]]/route.rs", route("files"))
        .write(
            "src/main.rs",
            "//! Checked by clippy.\n\nrouter_runtime::routes!(\"app\");\n\nfn main() {\n    drop(app::router());\n}\n",
        )
        .remove("src/responses.rs");
    let mut command = fixture.cargo();
    command.args([
        "clippy",
        "--quiet",
        "--",
        "-Dwarnings",
        "-Wclippy::pedantic",
        "-Wclippy::nursery",
    ]);
    let output = output(command);
    assert!(
        output.success && output.stderr.is_empty(),
        "{}",
        output.stderr
    );
}
