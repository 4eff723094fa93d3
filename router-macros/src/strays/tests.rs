use super::*;
use crate::{diagnostics::render, scan};
use std::fs;

/// The first lines of the errors, then of the warnings, of a package with these files.
fn found(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let package = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = package.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let app = package.path().join("app");
    let mut scanned = scan::scan(&app, "app");
    assert_eq!(scanned.problems, []);
    move_modules(&mut scanned.files, &mut scanned.others);
    let strays = check_in(package.path(), &app, "app", &scanned.files, &scanned.others);
    let lines = |problems: &[Problem]| -> Vec<String> {
        let texts = problems.iter().map(render);
        texts
            .map(|it| it.lines().next().unwrap_or_default().to_owned())
            .collect()
    };
    (lines(&strays.errors), lines(&strays.warnings))
}

const METHOD: &str = "pub async fn GET() {}";
const ROUTES: &str = "[R0201] `routes.rs` is not a router file; did you mean `route.rs`?";

#[test]
fn files_that_are_meant_for_the_router_are_errors() {
    for (path, text, expected) in [
        ("app/a/routes.rs", METHOD, ROUTES),
        (
            "app/a/Route.rs",
            METHOD,
            "[R0201] `Route.rs` is not a router file; did you mean `route.rs`?",
        ),
        (
            "app/not_found.rs",
            "pub async fn not_found() {}",
            "[R0201] `not_found.rs` is not a router file; did you mean `not-found.rs`?",
        ),
        (
            "app/Sitemap.rs",
            "pub fn sitemap() {}",
            "[R0201] `Sitemap.rs` is not a router file; did you mean `sitemap.rs`?",
        ),
        (
            "app/errors.rs",
            METHOD,
            "[R0201] `errors.rs` is not a router file; did you mean `error.rs`?",
        ),
        (
            "app/loading.rs",
            "pub fn loading() {}",
            "[R0213] `loading.rs` is a file of Next.js that is not supported",
        ),
        (
            "app/a/page.tsx",
            "",
            "[R0201] `page.tsx` is not a Rust file; did you mean `page.rs`?",
        ),
        (
            "app/apple_icon.png",
            "",
            "[R0201] `apple_icon.png` is not a router file; did you mean `apple-icon.png`?",
        ),
        (
            "middleware.rs",
            "pub fn middleware() {}",
            "[R0201] `middleware.rs` has no effect outside of the app folder",
        ),
    ] {
        let (errors, warnings) = found(&[(path, text), ("app/b/route.rs", METHOD)]);
        assert_eq!(
            (errors, warnings),
            (vec![expected.to_owned()], vec![]),
            "{path}"
        );
    }
}

#[test]
fn files_without_a_handler_are_warnings() {
    for (path, text) in [
        ("app/a/routes.rs", "pub fn list() {}"),
        ("app/a/Page.rs", ""),
        ("app/error.rs", "pub enum Error {}"),
        ("app/a/errors.rs", "pub fn list() {}"),
    ] {
        let (errors, warnings) = found(&[(path, text), ("app/b/route.rs", METHOD)]);
        assert_eq!((errors.len(), warnings.len()), (0, 1), "{path}");
    }
}

/// Each of these programs compiles, and uses the file in its own way.
#[test]
fn files_that_the_program_uses_are_fine() {
    for (path, text, other, source) in [
        ("app/a/routes.rs", METHOD, "app/a/route.rs", "mod routes;"),
        (
            "app/a/routes.rs",
            METHOD,
            "app/a/route.rs",
            "mods! { routes }",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "app/a/route.rs",
            "macro_rules! all { () => { mod routes; } } all!();",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "src/main.rs",
            "automod::dir!(\"app/a\");",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "src/main.rs",
            "#[path = \"../app/a\"] pub(crate) mod inner { mod routes; }",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "src/main.rs",
            "mod outer { #[path = \"../../app/a/routes.rs\"] mod other; }",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "src/main.rs",
            "include!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/app/a/routes.rs\"));",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "src/bin/x.rs",
            "#[path = \"../../app/a/routes.rs\"] mod x;",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "tests/x.rs",
            "#[path = \"../app/a/routes.rs\"] mod x;",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "web/main.rs",
            "#[path = \"../app/a/routes.rs\"] mod x;",
        ),
        (
            "app/a/routes.rs",
            METHOD,
            "Cargo.toml",
            "[[bin]]\npath = \"app/a/routes.rs\"",
        ),
        (
            "app/not_found.rs",
            METHOD,
            "app/not-found.rs",
            "mod not_found;",
        ),
        ("app/Route.rs", METHOD, "app/route.rs", "mod Route;"),
        (
            "app/a/error.rs",
            "pub enum Error {}",
            "app/a/route.rs",
            "mod error;",
        ),
        ("app/a/page.js", "", "app/a/page.rs", ""),
        ("app/a/route.ts", "", "app/a/route.rs", ""),
        ("app/icon.ts", "", "app/icon.png", ""),
        (
            "app/a/page.js",
            "",
            "app/a/route.rs",
            "const X: &str = include_str!(\"page.js\");",
        ),
        ("app/a/page.css", "", "app/b/route.rs", ""),
        ("app/a/layout.html", "", "app/b/route.rs", ""),
        ("app/a/route.md", "", "app/b/route.rs", ""),
        ("app/a/script.js", "", "app/b/route.rs", ""),
        (
            "middleware.rs",
            "pub fn middleware() {}",
            "tests/x.rs",
            "#[path = \"../middleware.rs\"] mod x;",
        ),
    ] {
        let found = found(&[(path, text), (other, source), ("app/b/c/route.rs", METHOD)]);
        assert_eq!(found, (vec![], vec![]), "{path} {other}: {source}");
    }
}

/// The program may use such a file in a way that no text shows.
#[test]
fn doubts_are_warnings() {
    let nested = |inside: &str| {
        let (open, close) = ("{".repeat(100_000), "}".repeat(100_000));
        format!("fn x() {{ {open}{inside}{close} }}")
    };
    let deep = nested("#[path = \"../app/a/routes.rs\"] mod x;");
    for source in [
        "include!(concat!(env!(\"OUT_DIR\"), \"/modules.rs\"));",
        "include!(\"modules.in\");",
        &deep,
    ] {
        let (errors, warnings) = found(&[("app/a/routes.rs", METHOD), ("src/main.rs", source)]);
        assert_eq!(
            (errors, warnings),
            (vec![], vec![ROUTES.to_owned()]),
            "{source:.99}"
        );
    }
    let (errors, _) = found(&[("app/a/routes.rs", METHOD), ("src/main.rs", &nested(""))]);
    assert_eq!(errors, [ROUTES]);
}

/// Another file of that name is one.
#[test]
fn a_module_of_the_same_name_elsewhere_explains_nothing() {
    for (other, source) in [
        ("src/main.rs", "mod routes;"),
        ("app/b/route.rs", "mod routes;"),
        ("src/main.rs", "fn main() { println!(\"{}\", routes); }"),
        ("src/main.rs", "router_runtime::routes!(\"app\");"),
        (
            "src/main.rs",
            "thread_local! { static EMPTY: &str = \"\"; }",
        ),
        ("target/x.rs", "#[path = \"../app/a/routes.rs\"] mod x;"),
        ("src/main.rs", "#[path = \"routes.rs\"] mod x;"),
    ] {
        let (errors, _) = found(&[
            ("app/a/routes.rs", METHOD),
            (other, source),
            ("src/routes.rs", ""),
            ("target/CACHEDIR.TAG", ""),
        ]);
        assert_eq!(errors, [ROUTES], "{other}: {source}");
    }
}
