mod skimming;

use super::*;
use crate::{app_file::FileKind, runtime::Runtime};

fn route(source: &str) -> Exports {
    read(source, FileKind::Route, &Runtime::default())
}

/// `name line:column shape(types) cfg flaw` of each handler.
fn handlers(source: &str) -> Vec<String> {
    let file = route(source);
    assert!(!file.broken, "{source}");
    let shown = |handler: &Handler| {
        let shape = match &handler.shape {
            Shape::Reexport => "reexport".to_owned(),
            Shape::Fn {
                is_async,
                arguments,
            } => {
                let types: Vec<_> = arguments.iter().map(|it| it.ty.as_str()).collect();
                let word = if *is_async { "async" } else { "fn" };
                format!("{word}({})", types.join("; "))
            }
        };
        let cfg = handler
            .cfg
            .as_ref()
            .map_or_else(String::new, |cfg| format!(" cfg({cfg})"));
        let flaw = handler
            .flaw
            .map_or_else(String::new, |flaw| format!(" {flaw:?}"));
        format!(
            "{} {}:{} {shape}{cfg}{flaw}",
            handler.name, handler.at.line, handler.at.column
        )
    };
    file.handlers.iter().map(shown).collect()
}

#[test]
fn finds_handlers() {
    for (source, expected) in [
        ("pub async fn GET() {}", &["GET 1:14 async()"][..]),
        ("\u{feff}pub fn HEAD() {}", &["HEAD 1:8 fn()"]),
        ("#!/usr/bin/env x\npub fn PUT() {}", &["PUT 2:8 fn()"]),
        ("#![allow(x)]\n//! doc\npub fn PUT() {}", &["PUT 3:8 fn()"]),
        (
            "pub async fn POST(Path(a): Path<( String,\n u32 )>, mut b: /* c */ m::B<'a, fn() -> X, 3>, {x}: [u8; 2],) -> A where B: C<{3}> {}",
            &["POST 1:14 async(Path<(String, u32)>; m::B<'a, fn() -> X, 3>; [u8; 2])"],
        ),
        (
            "/* é */ pub fn GET(q: Query<HashMap<A, B>>) {}",
            &["GET 1:16 fn(Query<HashMap<A, B>>)"],
        ),
        ("#[cfg(unix)] pub fn GET() {}", &["GET 1:21 fn() cfg(unix)"]),
        (
            "#[cfg_attr(test, cfg(unix))] pub fn GET() {}",
            &["GET 1:37 fn() cfg(any(not(test), unix))"],
        ),
        (
            "#[cfg(a)] #[cfg_attr(b, allow(x), cfg(c), cfg_attr(d, cfg(e)))] #[cfg_attr(f, y)] pub fn GET() {}",
            &["GET 1:90 fn() cfg(all(a, any(not(b), all(c, any(not(d), e)))))"],
        ),
        (
            "#![cfg(a = \"x\")] #[cfg( any(b,\nc),)] #[cfg_attr(x, y)] #[cfg(not(d))] pub fn GET() {}",
            &["GET 2:47 fn() cfg(all(a = \"x\", any(b, c), not(d)))"],
        ),
        (
            "pub fn GET<T: Into<X>>(t: T) {}",
            &["GET 1:8 fn(T) Generic"],
        ),
        (
            "pub fn GET<const N: usize>(t: T) {}",
            &["GET 1:8 fn(T) Generic"],
        ),
        ("pub fn GET<>() {}", &["GET 1:8 fn()"]),
        (
            "pub fn GET(t: Vec<impl X>) {}",
            &["GET 1:8 fn(Vec<impl X>) ImplTrait"],
        ),
        ("pub fn GET() -> impl X {}", &["GET 1:8 fn()"]),
        ("pub unsafe fn GET() {}", &["GET 1:15 fn() Unsafe"]),
        ("pub extern \"C\" fn GET() {}", &["GET 1:19 fn() Extern"]),
        ("pub const fn GET() {}", &["GET 1:14 fn() Const"]),
        (
            "fn GET() {} pub(crate) fn POST() {} mod m { pub fn PUT() {} }",
            &[],
        ),
        (
            "pub fn get() {} // pub fn GET() {}\n const S: &str = \"pub fn GET() {}\";",
            &[],
        ),
        ("pub fn r#GET() {}", &["GET 1:8 fn()"]),
        ("pub use other::GET;", &["GET 1:16 reexport"]),
        (
            "pub use super::{a::{GET, x}, handler as POST, GET as get, PUT::{self}};",
            &[
                "GET 1:21 reexport",
                "POST 1:41 reexport",
                "PUT 1:59 reexport",
            ],
        ),
        ("use other::GET; pub(crate) use other::PUT;", &[]),
    ] {
        assert_eq!(handlers(source), expected, "{source}");
    }
}

#[test]
fn pages_export_page() {
    let source = "pub async fn page() {} pub fn GET() {}";
    let names: Vec<_> = read(source, FileKind::Page, &Runtime::default())
        .handlers
        .into_iter()
        .map(|it| it.name)
        .collect();
    assert_eq!(names, ["page"]);
    let found = read(
        "pub fn not_found() {}",
        FileKind::NotFound,
        &Runtime::default(),
    );
    assert_eq!(found.handlers[0].name, "not_found");
}

#[test]
fn reads_positions_of_arguments() {
    let file = route("pub fn GET(\n    Path(é): Path<X>, b : B) {}");
    let Shape::Fn { arguments, .. } = &file.handlers[0].shape else {
        panic!("a function")
    };
    let at: Vec<_> = arguments
        .iter()
        .map(|it| (it.at.line, it.at.column))
        .collect();
    assert_eq!(at, [(2, 14), (2, 27)]);
}

#[test]
fn reads_constants() {
    let file = route(
        "pub const revalidate: u32 = 60 * 60;\n#[cfg(x)] pub const dynamic: &'static str = \"auto\";\n\
         pub const cache_tags: &[&str] = &[\"a;b\", /* c */ \"d\"];\nconst body_limit: usize = 1;\n\
         pub static runtime: &str = \"x\";",
    );
    let shown: Vec<_> = file
        .constants
        .iter()
        .map(|it| {
            (
                it.name.as_str(),
                it.ty.as_str(),
                it.value.as_str(),
                it.cfg.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("revalidate", "u32", "60 * 60", None),
            ("dynamic", "&'static str", "\"auto\"", Some("x")),
            ("cache_tags", "&[&str]", "&[\"a;b\", \"d\"]", None),
        ]
    );
    let others: Vec<_> = file
        .others
        .iter()
        .map(|it| (it.kind, it.name.as_str(), it.is_public))
        .collect();
    assert_eq!(
        others,
        [
            (OtherKind::Const, "body_limit", false),
            (OtherKind::Static, "runtime", true)
        ]
    );
}

#[test]
fn notices_globs_and_macro_calls() {
    for (source, expected) in [
        ("pub use x::*;", true),
        ("pub use x::{y, z::*};", true),
        ("use x::*;", false),
        ("handlers! { GET }", true),
        ("x::handlers!(GET);", true),
        ("macro_rules! m { () => {} }", false),
        ("pub use x::y;", false),
    ] {
        assert_eq!(route(source).globs_or_macros, expected, "{source}");
    }
}

#[test]
fn a_file_that_does_not_lex_is_broken() {
    for source in [
        "pub fn GET() {",
        "pub fn GET() }",
        "pub fn GET( {}",
        "pub fn GET(a) {}",
        "const A: &str = \"x;",
        "/* /* */",
        "pub fn",
        "pub",
        "#[x]",
        "fn f() { 'ab' }",
        "let x = 1;",
        "r#\"x\"",
    ] {
        assert!(route(source).broken, "{source}");
    }
    assert!(!route("").broken);
}

#[test]
fn reads_fields_only_where_a_path_needs_them() {
    let source = "pub fn GET(p: Path<P>) {}\n#[derive(X)] #[serde(rename_all = \"camelCase\")]\n\
                  struct P { #[serde(rename = \"slug\", default)] pub(crate) r#type: Option<A<B, C>>, b: u8 }";
    let file = route(source);
    assert_eq!(file.structs.len(), 1);
    let found = &file.structs[0];
    assert_eq!(
        found.serde,
        Some(vec![("rename_all".into(), Some("camelCase".into()))])
    );
    let fields: Vec<_> = found
        .fields
        .iter()
        .map(|it| (it.name.as_str(), it.ty.as_str()))
        .collect();
    assert_eq!(fields, [("type", "Option<A<B, C>>"), ("b", "u8")]);
    assert_eq!(
        found.fields[0].serde,
        Some(vec![
            ("rename".into(), Some("slug".into())),
            ("default".into(), None)
        ])
    );
    assert_eq!(route("pub fn GET() {} struct P { a: u8 }").structs.len(), 0);
}

#[test]
fn a_macro_call_may_be_a_type() {
    assert_eq!(
        handlers(
            "pub async fn GET(a: t!{ u8 }) -> t!{ String } { x() }\npub fn POST() -> m::t! { u8 } {}"
        ),
        handlers("pub async fn GET(a: t!{ u8 }) -> String { x() }\npub fn POST() -> u8 {}"),
    );
    let file = route("pub fn generate_static_params() -> t!{ Vec<Params> } { x() }");
    let returns = file.generators[0].returns.as_ref().unwrap();
    assert_eq!(returns.ty, "t!{Vec<Params>}");
}

#[test]
fn deep_nesting_needs_no_deep_stack() {
    const DEPTH: usize = 100_000;
    let nested = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(DEPTH), close.repeat(DEPTH))
    };
    let value = nested("(", "60", ")");
    let ty = nested("[", "u8", "]");
    let optional = nested("Option<", "Query<X>", ">");
    let block = nested("{", "", "}");
    let file = route(&format!(
        "pub const revalidate: u32 = {value};\npub const TAG: {ty} = x;\npub fn GET(a: {ty}, b: {optional}) {block}\n#[cfg({value})]\npub fn POST() {{}}",
    ));
    assert!(!file.broken);
    assert_eq!((file.constants.len(), file.handlers.len()), (1, 2));
    assert_eq!(types::without_lifetimes(&ty), ty);

    let tree = nested("a::{", "b", "}");
    assert!(route(&format!("use {tree};")).broken);
    let tree = format!("use {}b{};", "a::{".repeat(9), "}".repeat(9));
    assert!(!route(&tree).broken);
    assert!(route(&"(".repeat(DEPTH)).broken);
    assert!(route(&format!("fn a() {}", block.replacen('}', "]", 1))).broken);
}
