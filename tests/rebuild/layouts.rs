//! Where the macro may stand: a library, a member of a workspace, a crate that others depend on.

use crate::{
    app::{self, route, said},
    fixture::{Fixture, dependencies},
};

#[test]
fn a_library_and_the_program_that_uses_it() {
    let fixture = app::new("library-of-routes");
    fixture
        .write("src/lib.rs", "//! Routes.\n\nrouter_runtime::routes!(\"app\");\n")
        .write(
            "src/main.rs",
            "mod answers;\n\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    \
             answers::print(library_of_routes::app::router()).await;\n}\n",
        )
        .write("app/items/[slug]/route.rs", route("item"))
        .write(
            "tests/links.rs",
            "#[test]\nfn links() {\n    assert_eq!(library_of_routes::app::items::slug::href(\"a b\"), \"/items/a%20b\");\n}\n",
        );
    let mut command = fixture.cargo();
    command.args(["check", "--all-targets"]);
    let checked = said(command);
    assert!(
        checked.success && !checked.stderr.contains("warning"),
        "{}",
        checked.stderr
    );
    assert_eq!(
        fixture.answers(&["/", "/items/a"]),
        ["200 home", "200 item"]
    );
    fixture.write("app/new/route.rs", route("new"));
    assert_eq!(fixture.answers(&["/new"]), ["200 new"]);
    let mut command = fixture.cargo();
    command.arg("test");
    let tested = said(command);
    assert!(
        tested.success && tested.stdout.contains("1 passed"),
        "{}{}",
        tested.stdout,
        tested.stderr
    );
}

#[test]
fn a_member_of_a_workspace_from_its_root_and_from_its_folder() {
    let fixture = Fixture::new("rebuild/workspace of apps");
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
                manifest("member-tool").replace(&dependencies(&[]), "[dependencies]\n")
            ),
        )
        .write("members/tool/src/answers.rs", app::ANSWERS)
        .write(
            "members/tool/src/main.rs",
            "mod answers;\n\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    \
             answers::print(member_web::app::router()).await;\n}\n",
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
        let said = said(command);
        assert!(
            said.success && !said.stderr.contains("warning"),
            "{}",
            said.stderr
        );
        said.stdout
    };
    assert_eq!(run("", "/new"), "404 \n");
    fixture.write("members/web/app/new/route.rs", route("new"));
    assert_eq!(run("", "/new"), "200 new\n");
    fixture.write("members/web/app/new/route.rs", route("newer"));
    assert_eq!(run("members/web", "/new"), "200 newer\n");
    fixture.remove("members/web/app/new");
    assert_eq!(run("members/web/app", "/new"), "404 \n");
}

#[test]
fn a_crate_that_another_workspace_depends_on() {
    let web = app::new("routes-elsewhere");
    web.remove("src/main.rs").remove("src/answers.rs").write(
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
            "mod answers;\n\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    \
             answers::print(routes_elsewhere::app::router()).await;\n}\n",
        );
    assert_eq!(program.answers(&["/", "/new"]), ["200 home", "404 "]);
    web.write("app/new/route.rs", route("new"));
    assert_eq!(program.answers(&["/new"]), ["200 new"]);
}
