//! Added, edited, renamed and removed route files, which take effect with plain `cargo run`.

use crate::app::{self, route};

#[test]
fn a_route_file_is_added_changed_moved_and_removed() {
    let fixture = app::new("changing-files");
    assert_eq!(
        fixture.run(&["/", "/items"]),
        ["200 home", "404 404 Not Found"]
    );

    fixture.write("app/items/route.rs", route("items"));
    assert_eq!(
        fixture.run(&["/", "/items"]),
        ["200 home", "200 items"],
        "added"
    );

    fixture.write("app/items/route.rs", route("better items"));
    assert_eq!(fixture.run(&["/items"]), ["200 better items"], "edited");

    fixture.rename("app/items", "app/things");
    assert_eq!(
        fixture.run(&["/items", "/things"]),
        ["404 404 Not Found", "200 better items"],
        "renamed"
    );

    fixture.remove("app/things/route.rs");
    assert_eq!(
        fixture.run(&["/", "/things"]),
        ["200 home", "404 404 Not Found"],
        "removed"
    );
}

#[test]
fn a_route_file_in_new_folders_deep_down() {
    let fixture = app::new("deep-folders");
    fixture
        .write("app/shop/route.rs", route("shop"))
        .write("app/shop/(inner)/_notes/todo.txt", "");
    assert_eq!(
        fixture.run(&["/shop", "/shop/a/b/c"]),
        ["200 shop", "404 404 Not Found"]
    );

    // The folders come first and the file later, as a user's editor makes them.
    std::fs::create_dir_all(fixture.folder.join("app/shop/(inner)/a/b/[id]"))
        .expect("folders can be made");
    assert_eq!(fixture.run(&["/shop/a/b/c"]), ["404 404 Not Found"]);

    fixture.write(
        "app/shop/(inner)/a/b/[id]/route.rs",
        "use router_runtime::prelude::*;\n\npub async fn GET(Path(id): Path<String>) -> String {\n    id\n}\n",
    );
    assert_eq!(fixture.run(&["/shop/a/b/c"]), ["200 c"]);

    fixture.remove("app/shop/(inner)");
    assert_eq!(
        fixture.run(&["/shop", "/shop/a/b/c"]),
        ["200 shop", "404 404 Not Found"]
    );
}

#[test]
fn a_mistake_is_reported_until_it_is_fixed() {
    let fixture = app::new("passing-mistake");
    assert!(fixture.check().success);

    fixture.write(
        "app/page.rs",
        "pub async fn page() -> &'static str {\n    \"page\"\n}\n",
    );
    let output = fixture.check();
    assert!(!output.success);
    assert_eq!(
        output.stderr.matches("error: ").count(),
        2,
        "one mistake and cargo's last line:\n{}",
        output.stderr
    );
    for file in ["app/page.rs", "app/route.rs"] {
        assert!(output.stderr.contains(file), "{}", output.stderr);
    }

    fixture.remove("app/page.rs");
    let output = fixture.check();
    assert!(output.success, "{}", output.stderr);
}

#[test]
fn nothing_is_built_when_nothing_changed() {
    let fixture = app::new("unchanged");
    assert!(fixture.check().success);
    let output = fixture.check();
    assert!(output.success);
    assert!(
        !output.stderr.contains("Checking unchanged"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_folder_of_another_name_is_watched_too() {
    let fixture = app::new("pages-of-a-site");
    fixture
        .remove("app")
        .write("src/pages/route.rs", route("home"))
        .write("build.rs", "fn main() { println!(\"cargo::rerun-if-changed=src/pages\"); }\n")
        .write(
            "src/main.rs",
            "mod responses;\n\nrouter_runtime::routes!(pub mod site = \"src/pages\");\n\n\
             #[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    responses::print(site::router()).await;\n}\n",
        );
    assert_eq!(
        fixture.run(&["/", "/about"]),
        ["200 home", "404 404 Not Found"]
    );
    fixture.write("src/pages/about/route.rs", route("about"));
    assert_eq!(fixture.run(&["/", "/about"]), ["200 home", "200 about"]);
}
