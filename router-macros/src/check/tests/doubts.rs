//! Types that only the compiler can judge, and types that certainly fit.

use super::{Application, build, signatures::headline};
use crate::{
    runtime::Runtime,
    scan::AppFile,
    signature::{Doubt, State},
};

/// The doubts about one route file, as `line:column code message`.
pub(super) fn doubts(source: &str, state: Option<&str>) -> Vec<String> {
    doubts_about("items/[slug]/route.rs", source, state)
}

pub(super) fn doubts_about(path: &str, source: &str, state: Option<&str>) -> Vec<String> {
    let doubts = judged(path, source, state);
    let doubts = doubts.iter().map(|doubt| {
        let it = &doubt.mistake;
        let probably = if doubt.is_probably_wrong { "" } else { "? " };
        format!(
            "{probably}{}:{} {} {}",
            it.at.line, it.at.column, it.code, it.message
        )
    });
    doubts.collect()
}

pub(super) fn judged(path: &str, source: &str, state: Option<&str>) -> Vec<Doubt> {
    // Pages for errors need a page.
    let files = [(path, source), ("z/page.rs", "pub fn page() {}")];
    let files = files.map(|(path, text)| AppFile {
        path: path.to_owned(),
        text: text.to_owned(),
    });
    let (tree, problems) = build(&files, "app", &Runtime::default());
    let state = state.map(|text| State {
        text: text.to_owned(),
        paths: vec![format!("crate::{text}")],
    });
    let checked = crate::check::all::tree(Application {
        shown_as: "app",
        tree: &tree,
        state: state.as_ref(),
        module: "app",
        public: &[],
        problems,
    });
    assert_eq!(checked.problems, [], "{source}");
    checked.doubts.into_values().flatten().collect()
}

#[test]
fn types_that_the_compiler_judges() {
    let new = "pub struct New; ";
    let prelude = "use router_runtime::prelude::*; ";
    for (source, expected) in [
        (
            "pub fn POST(a: Json<New>) {}",
            "1:64 [R0316] `POST` takes `Json<New>`, but `New` does not implement `Deserialize`",
        ),
        (
            "pub fn POST(a: Query<Vec<New>>) {}",
            "1:64 [R0316] `POST` takes `Query<Vec<New>>`, but `New` does not implement `Deserialize`",
        ),
        (
            "pub fn GET() -> Json<New> {}",
            "1:65 [R0317] `GET` returns `Json<New>`, but `New` does not implement `Serialize`",
        ),
        (
            "pub fn GET() -> New {}",
            "1:65 [R0310] `GET` returns `New`, which is not a response",
        ),
        (
            "pub fn GET() -> Result<String, New> {}",
            "1:65 [R0310] `GET` returns `Result<String, New>`, but the error `New` is not a response",
        ),
        (
            "pub fn GET(a: New) {}",
            "1:63 [R0308] `GET` takes `New`, which is not an extractor",
        ),
        (
            "pub fn GET(a: State<crate::Pool>) {}",
            "1:63 [R0315] `GET` takes `State<crate::Pool>`, but `routes!` declares no state",
        ),
        (
            "pub fn GET(a: crate::Session, b: String) {}",
            "? 1:63 [R0309] `GET` takes `crate::Session`, which is not an extractor of request parts",
        ),
        (
            "pub fn GET(a: Json<crate::Session>) {}",
            "? 1:63 [R0316] `GET` takes `Json<crate::Session>`, but `Session` does not implement `Deserialize`",
        ),
        (
            "pub fn GET() -> Json<crate::Page> {}",
            "? 1:65 [R0317] `GET` returns `Json<crate::Page>`, but `Page` does not implement `Serialize`",
        ),
        (
            "pub fn GET() -> crate::Page {}",
            "? 1:65 [R0310] `GET` returns `crate::Page`, which is not a response",
        ),
        (
            "type Byte = u8; pub fn GET() -> Vec<Byte> {}",
            "1:81 [R0310] `GET` returns `Vec<Byte>`, which is not a response",
        ),
        ("pub use crate::GET;", "1:64 [R0311] `GET` is not a handler"),
        (
            "#[derive(Deserialize)] pub struct Part<'a>(&'a u8); pub fn POST(a: Json<Part<'_>>) {}",
            "? 1:116 [R0316] `POST` takes `Json<Part<'_>>`, but its data does not implement `Deserialize`",
        ),
        (
            "#[derive(Deserialize)] pub struct Page<T>(T); pub fn POST(a: Json<Page<New>>) {}",
            "? 1:110 [R0316] `POST` takes `Json<Page<New>>`, but its data does not implement `Deserialize`",
        ),
        (
            "#[derive(Serialize)] pub struct Page<T>(T); pub fn GET() -> Json<Page<New>> {}",
            "? 1:109 [R0317] `GET` returns `Json<Page<New>>`, but its data does not implement `Serialize`",
        ),
        (
            "#[derive(Deserialize)] pub struct Key; use std::collections::HashMap; pub fn POST(a: Json<HashMap<Key, u8>>) {}",
            "? 1:134 [R0316] `POST` takes `Json<HashMap<Key, u8>>`, but its data does not implement `Deserialize`",
        ),
        (
            "#[cfg(a)] impl<'de> serde::Deserialize<'de> for New {} pub fn POST(a: Json<New>) {}",
            "1:119 [R0316] `POST` takes `Json<New>`, but `New` does not implement `Deserialize`",
        ),
        (
            "impl FromRequestParts<Other> for New {} pub fn GET(a: New) {}",
            "? 1:103 [R0308] `GET` takes `New`, which is not an extractor",
        ),
        (
            "use crate::models::Params; pub fn GET(a: Params) {}",
            "? 1:90 [R0308] `GET` takes `Params`, which is not an extractor",
        ),
        (
            "pub fn GET(a: crate::models::Params) {}",
            "? 1:63 [R0308] `GET` takes `crate::models::Params`, which is not an extractor",
        ),
        (
            "pub fn GET() -> Html<StatusCode> {}",
            "? 1:65 [R0310] `GET` returns `Html<StatusCode>`, which is not a response",
        ),
    ] {
        let source = format!("{prelude}{new}{source}");
        assert_eq!(doubts(&source, None), [expected], "{source}");
    }
}

#[test]
fn data_that_borrows() {
    let source = |new: &str| {
        format!(
            "use router_runtime::prelude::*;\n{new}\npub fn POST(a: Json<Option<New<'_>>>) {{}}"
        )
    };
    headline(
        &source("#[derive(Deserialize)] pub struct New<'a> { id: u8, name: &'a str }"),
        "3:16",
        "[R0316] `POST` takes `Json<Option<New<'_>>>`, but `New` borrows what it is deserialized from",
    );
    for new in [
        "#[derive(Deserialize)] pub struct New<'a> { name: Cow<'a, str> }",
        "#[derive(Deserialize)] pub struct New<'a> { #[serde(skip)] name: &'a str }",
        "#[derive(Deserialize)] #[cfg(a)] pub struct New<'a> { name: &'a str }",
        "#[derive(Serialize)] pub struct New<'a> { name: &'a str }",
    ] {
        assert_eq!(doubts(&source(new), None).len(), 1, "{new}");
    }
}

/// Only the path shows which type a name means.
#[test]
fn states_of_the_same_name_are_different_types() {
    let handler = "use router_runtime::prelude::*; pub fn GET(a: State<AppState>) {}";
    for (import, is_certain) in [
        ("use crate::AppState;", true),
        ("use super::AppState;", true),
        ("use crate::Own as AppState;", false),
        ("use crate::other::AppState;", false),
        ("use crate::*;", false),
        (
            "#[cfg(a)] use crate::AppState; #[cfg(b)] use crate::b::AppState;",
            false,
        ),
        ("pub struct AppState;", false),
    ] {
        let doubts = doubts(&format!("{import} {handler}"), Some("AppState"));
        assert_eq!(doubts.is_empty(), is_certain, "{import}: {doubts:?}");
    }
}

#[test]
fn arguments_of_generator_functions() {
    let source = |ty: &str| {
        format!(
            "use router_runtime::prelude::*; use crate::app::items::slug::Params; pub struct Own; pub fn GET() {{}}\n\
             pub fn generate_static_params(it: {ty}) -> Vec<Params> {{}}"
        )
    };
    for ty in [
        "u32",
        "Path<String>",
        "HeaderMap",
        "Own",
        "&str",
        "(State<()>,)",
        "Params",
    ] {
        headline(
            &source(ty),
            "2:35",
            &format!(
                "[R0319] `generate_static_params` takes `{ty}`, expected `State<…>`: it runs without a request"
            ),
        );
    }
    for (ty, state, expected) in [
        ("State<()>", None, None),
        ("State<crate::S>", Some("S"), None),
        ("axum::extract::State<crate::S>", Some("S"), None),
        (
            "State<crate::Pool>",
            Some("S"),
            Some("`State<crate::Pool>`, which is not part of the state `S`"),
        ),
        (
            "State<crate::other::S>",
            Some("S"),
            Some(
                "`State<crate::other::S>`, but the application's state is another type of this name",
            ),
        ),
        (
            "crate::Alias",
            Some("S"),
            Some("`crate::Alias`, expected `State<…>`: it runs without a request"),
        ),
    ] {
        let expected =
            expected.map(|it| format!("? 2:35 [R0319] `generate_static_params` takes {it}"));
        let found = doubts(&source(ty), state);
        assert_eq!(found, Vec::from_iter(expected), "{ty}");
    }
}

/// The values of a list, as far as the file shows their type.
#[test]
fn lists_of_generator_functions() {
    let get = "use router_runtime::prelude::*; pub fn GET() {}\n";
    let function = |ty: &str| format!("pub fn generate_static_params() -> {ty} {{}}");
    let returns = |ty: &str| {
        format!("[R0313] `generate_static_params` returns `{ty}`, expected `Vec<Params>`")
    };
    for (before, ty) in [
        ("pub struct Params; ", "Vec<Params>"),
        ("", "Vec<String>"),
        ("", "Result<Vec<u32>, String>"),
        ("", "String"),
    ] {
        let source = format!("{get}{before}{}", function(ty));
        let at = format!("2:{}", before.len() + 36);
        headline(&source, &at, &returns(ty));
    }
    let import = "use crate::app::items::slug::Params; ";
    for (before, ty, is_certain) in [
        (import, "Vec<Params>", true),
        (import, "Result<Vec<Params>>", true),
        (import, "std::result::Result<Vec<Params>, String>", true),
        (import, "std::result::Result<Vec<Params>, crate::E>", false),
        (
            "use crate::app::items::slug::Params as Known; ",
            "Vec<Known>",
            true,
        ),
        ("use crate::app::items; ", "Vec<items::slug::Params>", true),
        (
            "use crate::app::other::slug::Params; ",
            "Vec<Params>",
            false,
        ),
        (
            "#[cfg(a)] pub struct Params; #[cfg(not(a))] use crate::app::items::slug::Params; ",
            "Vec<Params>",
            false,
        ),
        ("", "crate::List", false),
    ] {
        let source = format!("{get}{before}{}", function(ty));
        let doubts = doubts(&source, None);
        assert_eq!(doubts.is_empty(), is_certain, "{source}: {doubts:?}");
    }
}

/// The files of a UI case, which shows that they compile.
macro_rules! that_compile {
    ($($path:literal)*) => {
        [$((
            $path,
            include_str!(concat!(
                "../../../../tests/ui/cases/valid-types-that-certainly-fit/app/",
                $path
            )),
        )),*]
    };
}

#[test]
fn types_that_certainly_fit() {
    for (path, source) in that_compile!(
        "body/[slug]/route.rs"
        "error/[slug]/route.rs"
        "implemented/[slug]/route.rs"
        "json/[slug]/route.rs"
        "maps/[slug]/route.rs"
        "others/[slug]/route.rs"
        "params/[slug]/route.rs"
        "parts/[slug]/route.rs"
        "response/[slug]/route.rs"
        "result/[slug]/route.rs"
        "state/[slug]/route.rs"
        "text/[slug]/route.rs"
    ) {
        assert_eq!(
            doubts_about(path, source, Some("AppState")),
            [""; 0],
            "{path}"
        );
    }
}

#[test]
fn cookies_with_a_key_of_the_state() {
    for name in ["PrivateCookies", "SignedCookies"] {
        for (function, role) in [("POST", ", b: String"), ("GET", "")] {
            let source =
                format!("use router_runtime::{name}; pub fn {function}(a: {name}{role}) {{}}");
            let at = format!("1:{}", source.find("a: ").unwrap() + 4);
            headline(
                &source,
                &at,
                &format!(
                    "[R0315] `{function}` takes `{name}`, whose `Key` is a part of the state, but `routes!` declares no state"
                ),
            );
            assert_eq!(
                doubts(&source, Some("Shop")),
                [format!(
                    "? {at} [R0315] `{function}` takes `{name}`, but the state `Shop` has no `Key`"
                )]
            );
        }
    }
}
