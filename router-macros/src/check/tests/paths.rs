//! `Path<…>` against the parameters of the folder.

use super::{is_fine, reports, route_is_fine, route_reports};

#[test]
fn path_types_that_do_not_fit() {
    for (path, ty, message, help) in [
        (
            "[a]/route.rs",
            "Path<(A, B)>",
            "[R0305] `Path<(A, B)>` takes 2 parameters but `/[a]` has 1",
            "write `Path<A>`",
        ),
        (
            "[a]/[...b]/route.rs",
            "Path<(u32,)>",
            "[R0305] `Path<(u32,)>` takes 1 parameter but `/[a]/[...b]` has 2",
            "write `Path<(u32, Vec<String>)>`",
        ),
        (
            "[...a]/route.rs",
            "Path<String>",
            "[R0306] `Path<String>` holds a single value, but `[...a]` matches several segments",
            "write `Path<Vec<String>>`",
        ),
        (
            "[a]/[[...b]]/route.rs",
            "router_runtime::Path<(u32, u8)>",
            "[R0306] `router_runtime::Path<(u32, u8)>` holds a single value, but `[[...b]]` matches several segments",
            "write `Path<(u32, Vec<String>)>`",
        ),
        (
            "[a]/[b]/route.rs",
            "Path<u32>",
            "[R0305] `Path<u32>` takes 1 parameter but `/[a]/[b]` has 2",
            "write `Path<(u32, String)>`",
        ),
        (
            "a/route.rs",
            "axum::extract::Path<String>",
            "[R0305] `axum::extract::Path<String>` takes 1 parameter but `/a` has none",
            "remove the argument, or move the file to a folder such as `[slug]`",
        ),
    ] {
        let source = format!("pub fn GET(p: {ty}) {{}}");
        let place = format!("--> app/{path}:1:15");
        reports(
            &[(path, &source)],
            &[message, &place, &format!("= help: {help}")],
        );
    }
    for (path, ty) in [
        ("[a]/route.rs", "Path<(A,)>"),
        ("[a]/route.rs", "Path<String>"),
        ("[a]/[...b]/route.rs", "Path<(A, Vec<String>)>"),
        ("[a]/[b]/route.rs", "Path<HashMap<String, String>>"),
        ("[a]/[b]/route.rs", "Path<Vec<String>>"),
        ("[a]/[b]/route.rs", "crate::Path<String>"),
        ("[a]/[b]/route.rs", "Path<bool>"),
        ("[a]/[...b]/route.rs", "Path<(u8, bool)>"),
        ("a/route.rs", "Path<()>"),
    ] {
        let source = format!("pub fn GET(p: {ty}) {{}} use crate::models::bool;");
        is_fine(&[(path, &source)]);
    }
    for of_the_prelude in [
        "use router_runtime::prelude::*; use crate::models::*;",
        "use router_runtime::prelude::Path; use crate::models::*;",
    ] {
        let source = format!("pub fn GET(p: Path<String>) {{}} {of_the_prelude}");
        let problems = super::rendered(&[("[...a]/route.rs", &source)]);
        assert_eq!(problems.len(), 1, "{of_the_prelude}: {problems:#?}");
    }
    for of_axum in [
        "use axum::extract::Path;",
        "use axum::extract::{Path, Query};",
        "use axum::extract::*;",
        "use crate::extractors::*;",
        "pub struct Path<T>(T);",
    ] {
        let source = format!("pub fn GET(p: Path<String>) {{}} {of_axum}");
        is_fine(&[("[...a]/route.rs", &source)]);
    }
    is_fine(&[(
        "[a]/route.rs",
        "pub fn GET(p: Path<(u8, u8)>) {} use geometry::Path;",
    )]);
}

#[test]
fn struct_fields_that_are_not_parameters() {
    let source = "pub fn GET(p: Path<P>) {}\npub fn PUT(p: Path<P>) {}\n#[derive(serde::Deserialize)]\npub struct P { id: u32 }";
    route_reports(
        source,
        &[
            "[R0307] field `id` of `P` is not a parameter of `/items/[slug]`",
            "--> app/items/[slug]/route.rs:4:16",
            "--> app/items/[slug]/route.rs:1:15",
            "= help: rename the field to `slug`",
        ],
    );
    reports(
        &[(
            "[my-slug]/route.rs",
            "pub fn GET(p: Path<P>) {}\n#[derive(Deserialize)] pub struct P { my_slug: u32 }",
        )],
        &[
            "[R0307] field `my_slug` of `P` is not a parameter of `/[my-slug]`",
            "--> app/[my-slug]/route.rs:2:39",
            "--> app/[my-slug]/route.rs:1:15",
            "= help: add `#[serde(rename = \"my-slug\")]` to the field",
        ],
    );
    for fields in [
        "{ slug: u32 }",
        "{ r#slug: u32 }",
        "{ #[serde(rename = \"slug\")] id: u32 }",
        "{ #[serde(alias = \"slug\")] id: u32 }",
        "{ slug: u32, #[serde(default)] more: u32 }",
        "{ slug: u32, more: Option<u32> }",
        "{ #[serde(flatten)] inner: Inner }",
        "{ #[serde(rename(deserialize = \"slug\"))] id: u32 }",
    ] {
        route_is_fine(&format!(
            "pub fn GET(p: Path<P>) {{}} #[derive(Deserialize)] pub struct P {fields}"
        ));
    }
    for container in ["default", "transparent", "from = \"X\"", "remote = \"X\""] {
        route_is_fine(&format!(
            "pub fn GET(p: Path<P>) {{}} #[derive(Deserialize)] #[serde({container})] pub struct P {{ id: u32 }}"
        ));
    }
    route_is_fine("pub fn GET(p: Path<P>) {} pub struct P { id: u32 }");
    for (case, path) in [
        ("camelCase", "[itemId]"),
        ("PascalCase", "[ItemId]"),
        ("kebab-case", "[item-id]"),
        ("SCREAMING_SNAKE_CASE", "[ITEM_ID]"),
    ] {
        let source = format!(
            "pub fn GET(p: Path<P>) {{}} #[derive(Deserialize)] #[serde(rename_all = \"{case}\")] pub struct P {{ item_id: u32 }}"
        );
        is_fine(&[(&format!("{path}/route.rs"), &source)]);
    }
}

#[test]
fn static_params_that_are_not_called() {
    for (function, message, at, help) in [
        (
            "async fn generate_static_params() -> Vec<Params> {}",
            "[R0205] `generate_static_params` is not `pub`, so the router cannot call it",
            "2:10",
            "write `pub async fn generate_static_params`",
        ),
        (
            "pub async fn generateStaticParams() -> Vec<Params> {}",
            "[R0206] `generateStaticParams` is not a generator function; did you mean `generate_static_params`?",
            "2:14",
            "rename it to `generate_static_params`, or remove its `pub` if it is a helper",
        ),
        (
            "pub use lists::generate_static_params;",
            "[R0212] `generate_static_params` is re-exported, so `routes!` cannot see its arguments",
            "2:16",
            "write `pub async fn generate_static_params() -> Vec<Params> { path::to::generate_static_params().await }`",
        ),
    ] {
        let place = format!("--> app/items/[slug]/route.rs:{at}");
        let help = format!("= help: {help}");
        for config in ["", "pub const dynamic_params: bool = false;"] {
            let source = format!("pub fn GET() {{}} {config}\n{function}");
            route_reports(&source, &[message, &place, &help]);
        }
    }
}

#[test]
fn static_params_of_another_type() {
    for (path, returned, message, help) in [
        (
            "[a]/route.rs",
            "-> Vec<(String, u32)>",
            "[R0313] `generate_static_params` returns `Vec<(String, u32)>`, expected `Vec<Params>`",
            "return `Vec<Params>` with the `Params` of this folder",
        ),
        (
            "[a]/[b]/route.rs",
            "-> Vec<u32>",
            "[R0313] `generate_static_params` returns `Vec<u32>`, expected `Vec<Params>`",
            "return `Vec<Params>` with the `Params` of this folder",
        ),
        (
            "[a]/[...b]/route.rs",
            "-> Vec<Vec<String>>",
            "[R0313] `generate_static_params` returns `Vec<Vec<String>>`, expected `Vec<Params>`",
            "return `Vec<Params>` with the `Params` of this folder",
        ),
        (
            "[a]/route.rs",
            "-> Result<Vec<std::collections::HashMap<String, String>>, String>",
            "[R0313] `generate_static_params` returns `Result<Vec<std::collections::HashMap<String, String>>, String>`, expected `Vec<Params>`",
            "return `Vec<Params>` with the `Params` of this folder, or `Result<Vec<Params>, E>`",
        ),
        (
            "[a]/route.rs",
            "-> String",
            "[R0313] `generate_static_params` returns `String`, expected `Vec<Params>`",
            "return `Vec<Params>` with the `Params` of this folder",
        ),
        (
            "[a]/route.rs",
            "",
            "[R0313] `generate_static_params` returns nothing, expected `Vec<Params>`",
            "return `Vec<Params>` with the `Params` of this folder",
        ),
        (
            "a/route.rs",
            "-> Vec<String>",
            "[R0312] `generate_static_params` has no effect: `/a` has no parameters",
            "remove the function, or move the file to a folder such as `[slug]`",
        ),
    ] {
        let source =
            format!("pub fn GET() {{}} pub async fn generate_static_params() {returned} {{}}");
        let place = format!("--> app/{path}:1:");
        let rendered = super::rendered(&[(path, source.as_str())]);
        assert_eq!(rendered.len(), 1, "{rendered:#?}");
        for part in [message, place.as_str(), help] {
            assert!(rendered[0].contains(part), "{part}: {rendered:#?}");
        }
    }
    for (path, returned) in [
        ("[a]/route.rs", "Vec<Params>"),
        ("[a]/[...b]/route.rs", "Vec<crate::app::a::b::Params>"),
        ("[a]/route.rs", "crate::Known"),
        ("[a]/route.rs", "crate::Result<Vec<String>>"),
        ("[a]/route.rs", "Result<Vec<Params>, String>"),
        ("[a]/route.rs", "impl Iterator<Item = Params>"),
        ("[a]/route.rs", "Box<dyn Iterator<Item = Params>>"),
    ] {
        let source =
            format!("pub fn GET() {{}} pub async fn generate_static_params() -> {returned} {{}}");
        is_fine(&[(path, &source)]);
    }
}
