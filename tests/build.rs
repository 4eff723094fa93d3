//! Makes cargo notice new route files, and writes the recorded route trees as folders of tiny route files, so that
//! `routes!` compiles each of them.
//!
//! `OUT_DIR/trees/<name>/…` holds one application a folder, `OUT_DIR/trees.rs` the calls of the macro.

use serde_json::Value;
use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// The folder whose changes make cargo run this script and rebuild the tests.
const WATCHED: [&str; 28] = [
    "build.rs",
    "cache/app",
    "compression/app",
    "fetch/app",
    "folders/app",
    "folders/failing",
    "folders/pages",
    "folders/stacked",
    "hostile/app",
    "http_cache_tests/app",
    "metadata/app",
    "observe/app",
    "oracle/app",
    "oracle/cfg",
    "oracle/data/match_fuzz.jsonl",
    "oracle/data/tree_dub.json",
    "oracle/ts",
    "proxy/app",
    "routing/app",
    "routing/erring",
    "routing/limited",
    "routing/literal",
    "routing/mounted/app",
    "routing/site",
    "server/app",
    "stores/app",
    "stores/history/app",
    "stores/writer/app",
];

const FUZZ: &str = include_str!("oracle/data/match_fuzz.jsonl");
const DUB: &str = include_str!("oracle/data/tree_dub.json");

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    for watched in WATCHED {
        println!("cargo::rerun-if-changed={watched}");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    let trees = out.join("trees");
    if trees.exists() {
        fs::remove_dir_all(&trees)?;
    }
    let mut names = Vec::new();
    for line in FUZZ.lines() {
        let row: Value = serde_json::from_str(line)?;
        if row.get("error_all").is_some() {
            continue;
        }
        let name = text(&row, "id")?.replace('-', "_");
        for route in row["routes"].as_array().ok_or("no routes")? {
            let route = route.as_str().ok_or("not a route")?;
            write_file(&trees.join(&name), route, "route.rs", route)?;
        }
        names.push(name);
    }
    let dub: Value = serde_json::from_str(DUB)?;
    for row in dub["files"].as_array().ok_or("no files")? {
        let file = text(row, "file")?;
        let (folder, _) = file.rsplit_once('/').unwrap_or_default();
        let kind = format!("{}.rs", text(row, "kind")?);
        write_file(&trees.join("dub"), folder, &kind, file)?;
    }
    names.push("dub".to_owned());
    fs::write(out.join("trees.rs"), calls(&trees, &names)?)?;
    Ok(())
}

/// The calls of the macro, and a function that builds every application as router and as service.
fn calls(trees: &Path, names: &[String]) -> Result<String, std::fmt::Error> {
    let mut calls = String::new();
    let mut table = String::new();
    for name in names {
        let folder = trees.join(name);
        writeln!(
            calls,
            "routes!(pub mod {name} = {:?});",
            folder.to_string_lossy()
        )?;
        writeln!(
            table,
            "        ({name:?}, [erase({name}::router()), erase({name}::service())]),"
        )?;
    }
    write!(
        calls,
        "\n#[expect(clippy::too_many_lines, reason = \"a table\")]\nfn applications() -> Vec<(&'static str, [Application; 2])> {{\n    vec![\n{table}    ]\n}}\n"
    )?;
    Ok(calls)
}

/// Writes a route file that responds with its name and its parameters.
fn write_file(tree: &Path, folder: &str, kind: &str, name: &str) -> Outcome {
    let mut types = Vec::new();
    let mut values = Vec::new();
    let mut params = Vec::new();
    for segment in folder.split('/').filter(|segment| segment.starts_with('[')) {
        let value = format!("v{}", values.len());
        let param = segment.trim_matches(['[', ']']);
        if let Some(param) = param.strip_prefix("...") {
            types.push("Vec<String>");
            params.push(format!("({param:?}, crate::many({value}))"));
        } else {
            types.push("String");
            params.push(format!("({param:?}, crate::one({value}))"));
        }
        values.push(value);
    }
    let argument = match types.as_slice() {
        [] => String::new(),
        [one] => format!("Path(v0): Path<{one}>"),
        many => format!("Path(({})): Path<({})>", values.join(", "), many.join(", ")),
    };
    let import = if types.is_empty() {
        ""
    } else {
        "use router_runtime::prelude::Path;\n\n"
    };
    let handler = if kind == "page.rs" { "page" } else { "GET" };
    let folder = tree.join(folder.trim_start_matches('/'));
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join(kind),
        format!(
            "{import}pub async fn {handler}({argument}) -> String {{\n    crate::respond({name:?}, [{}])\n}}\n",
            params.join(", ")
        ),
    )?;
    Ok(())
}

fn text<'a>(row: &'a Value, name: &str) -> Result<&'a str, String> {
    row[name].as_str().ok_or_else(|| format!("no {name}"))
}
