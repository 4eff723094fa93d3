//! Folder names that git or another file system may not keep as they are.

use crate::app::{self, route};

#[test]
fn decomposed_names_are_reached_by_composed_letters() {
    let fixture = app::new("decomposed-names");
    fixture
        .write("app/cafe\u{301}/route.rs", route("café"))
        .write("app/cafe%CC%81s/route.rs", route("cafés"))
        .write(
            "app/[e\u{301}tat]/x/route.rs",
            "use axum::extract::Path;\n\n#[derive(serde::Deserialize)]\npub struct Names {\n    e\u{301}tat: String,\n}\n\n\
             pub async fn GET(Path(names): Path<Names>) -> String {\n    names.\u{e9}tat\n}\n",
        );
    let manifest = app::manifest("decomposed-names")
        + "serde = { version = \"1\", features = [\"derive\"] }\n";
    fixture.write("Cargo.toml", manifest);
    assert_eq!(
        fixture.run(&["/caf%C3%A9", "/caf%C3%A9s", "/a/x", "/cafe%CC%81"]),
        ["200 café", "200 cafés", "200 a", "404 404 Not Found"]
    );
}

#[test]
fn ambiguous_and_invisible_names_are_reported() {
    let fixture = app::new("unclear-names");
    for (paths, is_error, expected) in [
        (
            &["app/caf\u{e9}/route.rs", "app/cafe\u{301}/route.rs"][..],
            true,
            "[R0130] the folder names `cafe\\u{301}` and `caf\\u{e9}` are the same name",
        ),
        (
            &["app/items/route.rs", "app/Items/route.rs"],
            false,
            "[R0130] the folder names `Items` and `items` differ only in case",
        ),
        (
            &["app/a\u{200b}b/route.rs"],
            true,
            "[R0131] the folder name `a\\u{200b}b` contains an invisible character, U+200B",
        ),
        (
            &["app/\u{202e}gpj/page.rs"],
            true,
            "[R0131] the folder name `\\u{202e}gpj` contains an invisible character, U+202E",
        ),
        (
            &["app/a\tb/route.rs"],
            true,
            "[R0108] the folder name \"a\\tb\" contains a control character",
        ),
    ] {
        for path in paths {
            let handler = if path.ends_with("page.rs") {
                "pub async fn page() -> &'static str {\n    \"page\"\n}\n".to_owned()
            } else {
                route("x")
            };
            fixture.write(path, handler);
        }
        let check = fixture.check();
        assert!(
            check.stderr.contains(expected),
            "{expected}:\n{}",
            check.stderr
        );
        assert_eq!(check.success, !is_error, "{}", check.stderr);
        let errors = check.stderr.matches("error: ").count();
        assert_eq!(
            errors,
            if is_error { 2 } else { 0 },
            "one mistake and cargo's last line:\n{}",
            check.stderr
        );
        fixture.remove("app").write("app/route.rs", route("home"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_reported() {
    use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt};
    let fixture = app::new("name-of-bytes");
    let folder = fixture
        .folder
        .join("app")
        .join(OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir(&folder).expect("the folder can be made");
    fs::write(folder.join("route.rs"), route("café")).expect("the file can be written");
    let check = fixture.check();
    let expected = "[R0107] the name of the folder `caf\u{fffd}` is not valid UTF-8";
    assert!(check.stderr.contains(expected), "{}", check.stderr);
    assert!(!check.success);
}
