//! The rules themselves, shown on small crates that are written here.

use crate::{krate::Krate, rules, sources::File};

fn files(files: &[(&str, &str)]) -> Vec<File> {
    let files = files.iter();
    files
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn krate(sources: &[(&str, &str)]) -> Krate {
    Krate::new(&files(sources), "fake")
}

/// The arrows of a crate, as `from -> to`.
fn arrows(sources: &[(&str, &str)]) -> Vec<String> {
    let arrows = krate(sources).arrows().into_iter();
    arrows
        .map(|arrow| format!("{} -> {}", arrow.from, arrow.to))
        .collect()
}

const FLOORS: &[&[&str]] = &[&["lib"], &["high", "other"], &["low/inner"], &["low"]];

/// A crate whose low module imports the high one, by this line.
fn up(line: &str) -> Vec<String> {
    let sources = [
        (
            "lib.rs",
            "extern crate self as fake; mod high; mod low; mod other;",
        ),
        ("high/mod.rs", "mod app; pub use app::App;"),
        ("high/app.rs", "pub struct App;"),
        ("low/mod.rs", "mod inner; mod key;"),
        ("low/inner/mod.rs", ""),
        ("low/key.rs", line),
        ("other.rs", ""),
    ];
    rules::arrows_up(&krate(&sources), FLOORS)
}

#[test]
fn an_arrow_up_is_found_however_it_is_written() {
    for line in [
        "use crate::high::App;",
        "use super::super::high::App;",
        "use fake::high::App;",
        "use crate::{low, high::{self, App as _}};",
        "use self::super::super::high::*;",
        "fn f() { let _ = crate::high::App; }",
        "fn f() { use super::super::high; high::App; }",
        "mod inner { use super::super::super::high::App; }",
        "type A = Vec<fake::high::App>;",
    ] {
        let wrong = up(line);
        assert_eq!(wrong.len(), 1, "{line}: {wrong:?}");
        assert!(wrong[0].ends_with("`high` is above `low`"), "{wrong:?}");
    }
}

#[test]
fn tests_comments_and_texts_draw_no_arrows() {
    for line in [
        "#[cfg(test)] use crate::high::App;",
        "#[cfg(test)] mod tests { use crate::high::App; }",
        "#[cfg(all(test, unix))] fn f() { crate::high::App; } fn g() {}",
        "// crate::high::App",
        "/* crate::high::App */",
        "const A: &str = \"crate::high::App\";",
        "fn f() { quote! { crate::high::App } }",
        "use fake_two::high::App;",
        "use crate::low::key;",
    ] {
        assert_eq!(up(line), [""; 0], "{line}");
    }
}

#[test]
fn modules_of_one_level_do_not_import_each_other() {
    let sources = [
        ("lib.rs", "mod high; mod other;"),
        ("high.rs", "use crate::other::Other;"),
        ("other.rs", "pub struct Other;"),
    ];
    let wrong = rules::arrows_up(&krate(&sources), FLOORS);
    assert_eq!(
        wrong,
        ["high.rs:1 -> other.rs (`crate::other::Other`): `other` is next to `high`"]
    );
}

#[test]
fn a_module_in_a_module_has_a_level_of_its_own() {
    let sources = [
        ("lib.rs", "mod low; mod unknown;"),
        ("low/mod.rs", "pub mod inner; pub struct Low;"),
        ("low/inner/mod.rs", "use super::Low;"),
        ("low/key.rs", "use super::inner::Inner;"),
        ("unknown.rs", "use crate::low::Low;"),
    ];
    let wrong = rules::arrows_up(&krate(&sources), FLOORS);
    assert_eq!(
        wrong,
        [
            "low/key.rs:1 -> low/inner/mod.rs (`super::inner::Inner`): `low/inner` is above `low`",
            "unknown.rs has no module; add one to `levels.rs`"
        ]
    );
}

#[test]
fn a_circle_of_three_files_is_found() {
    let sources = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "pub struct B; fn f() { super::c::f() }"),
        ("c.rs", "use fake::a::A; pub fn f() { }"),
        ("d.rs", "use crate::a::A;"),
    ];
    let circles = rules::file_circles(&krate(&sources));
    assert_eq!(
        circles,
        ["a circle of files:\n    \
          a.rs:1 -> b.rs (`crate::b::B`)\n    \
          b.rs:1 -> c.rs (`super::c::f`)\n    \
          c.rs:1 -> a.rs (`fake::a::A`)"]
    );
}

#[test]
fn a_re_export_leads_to_the_file_of_the_definition() {
    let sources = [
        ("lib.rs", "mod module; mod user;"),
        (
            "module/mod.rs",
            "mod one; mod two; pub use one::*; pub(crate) use self::two::Two as Second;",
        ),
        ("module/one.rs", "pub struct One;"),
        ("module/two.rs", "use super::One; pub struct Two;"),
        ("user.rs", "use crate::module::{One, Second};"),
    ];
    assert_eq!(
        arrows(&sources),
        [
            "module/two.rs -> module/one.rs",
            "user.rs -> module/one.rs",
            "user.rs -> module/two.rs"
        ]
    );
}

#[test]
fn code_in_mod_rs_and_its_children_may_form_a_circle() {
    let child = ("module/child.rs", "use super::Own; pub fn call() {}");
    let root = ("lib.rs", "mod module;");
    let declares = (
        "module/mod.rs",
        "mod child; pub use child::call; pub struct Own;",
    );
    assert_eq!(
        arrows(&[root, declares, child]),
        ["module/child.rs -> module/mod.rs"]
    );
    for code in [
        "mod child; pub struct Own; fn f() { child::call() }",
        "mod child; pub struct Own; use child::call;",
    ] {
        let sources = [root, ("module/mod.rs", code), child];
        assert_eq!(rules::file_circles(&krate(&sources)).len(), 1, "{code}");
    }
}

#[test]
fn inherent_impls_of_another_module_are_found() {
    let sources = |line| {
        [
            ("lib.rs", "mod high; mod low;"),
            ("high.rs", line),
            ("low/mod.rs", "mod key; pub use key::Key;"),
            (
                "low/key.rs",
                "pub struct Key<T>(T); impl<T: Fn() -> u8> Key<T> {}",
            ),
        ]
    };
    for line in [
        "use crate::low::Key; impl<T> Key<T> where T: for<'a> Fn(&'a u8) {}",
        "impl crate::low::Key<u8> {}",
    ] {
        let wrong = rules::impls_elsewhere(&krate(&sources(line)), FLOORS);
        assert_eq!(wrong.len(), 1, "{line}");
    }
    let line = "use crate::low::Key; impl<T> Clone for Key<T> {} struct Own; impl Own {}";
    assert_eq!(
        rules::impls_elsewhere(&krate(&sources(line)), FLOORS),
        [""; 0]
    );
}

#[test]
fn large_files_and_folders_are_found() {
    let mut sources: Vec<File> = (0..21)
        .map(|at| (format!("a/{at}.rs"), String::new()))
        .collect();
    assert_eq!(rules::sizes(&sources), ["a/: 21 files, more than 20"]);
    sources.pop();
    assert_eq!(rules::sizes(&sources), [""; 0]);
    sources.push(("b.rs".to_owned(), "\n".repeat(401)));
    assert_eq!(rules::sizes(&sources), ["b.rs: 401 lines, more than 400"]);
}
