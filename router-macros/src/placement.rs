//! Whether `routes!` stands at the root of the crate. Elsewhere its modules would be looked for in vain, and rustc's words for that
//! do not tell what to do.

use crate::{
    caller,
    diagnostics::Problem,
    location::Position,
    route_file::lexer::{Token, tokens},
    scan,
};
use proc_macro2::Span;
use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
};

/// What to say to a call that stands elsewhere.
pub(crate) fn misplaced() -> Option<Problem> {
    let file = caller::calling_file()?;
    let start = Span::call_site().start();
    let at = Position {
        line: start.line,
        column: start.column + 1,
    };
    let place = if is_enclosed(&scan::text(&file)?, at)? {
        "inside a module or a function".to_owned()
    } else {
        let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
        let manifest = scan::text(&package.join("Cargo.toml"))?;
        let file = file.strip_prefix(&package).ok()?;
        if may_be_root(file, &manifest) {
            return None;
        }
        format!("in `{}`", file.display())
    };
    Some(Problem {
        message: format!("`routes!` stands {place}, and brings modules for the root of the crate"),
        places: Vec::new(),
        help: "move it to main.rs or lib.rs, outside of all braces".to_owned(),
    })
}

/// Whether cargo finds a crate in this file, or the manifest seems to name it.
fn may_be_root(file: &Path, manifest: &str) -> bool {
    let found = ["src/bin", "tests", "examples", "benches"];
    let name = file.file_name().and_then(OsStr::to_str).unwrap_or_default();
    matches!(name, "main.rs" | "lib.rs" | "build.rs")
        || found.iter().any(|folder| file.starts_with(folder))
        || manifest.contains(name)
}

/// `None` when that cannot be known: the call comes from a macro, or the text is not what the compiler read.
fn is_enclosed(source: &str, at: Position) -> Option<bool> {
    let line = source.split_inclusive('\n').take(at.line - 1);
    let line_start: usize = line.map(str::len).sum();
    let columns = source.get(line_start..)?.char_indices();
    let offset = line_start + columns.map(|(index, _)| index).nth(at.column - 1)?;

    let mut range = 0..source.len();
    let mut is_enclosed = false;
    loop {
        let all = tokens(source, range)?;
        let index = all.iter().position(|token| token.end > offset)?;
        let found = all[index];
        if found.start == offset {
            return Some(is_enclosed);
        }
        if found.start > offset || !found.is_group(b'{') || follows_macro(&all[..index]) {
            return None;
        }
        is_enclosed = true;
        range = found.inner();
    }
}

/// `name!` or `macro_rules! name`.
fn follows_macro(before: &[Token]) -> bool {
    let mut before = before.iter().rev().take(2);
    before.any(|token| token.is_punct(b'!'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::position;

    #[test]
    fn braces_enclose() {
        for (source, expected) in [
            ("routes!(\"app\");", Some(false)),
            (
                "mod a { fn b() {} }\nuse x::{y, z};\nroutes!(\"app\");",
                Some(false),
            ),
            ("mod web {\n    routes!(\"app\");\n}", Some(true)),
            (
                "fn main() { let _ = 1;\n    routes!(\"app\");\n}",
                Some(true),
            ),
            ("mod a { mod b { routes!(\"app\"); } }", Some(true)),
            ("macro_rules! site { () => { routes!(\"app\"); } }", None),
            ("cfg_if! { if #[cfg(unix)] { routes!(\"app\"); } }", None),
            ("/// routes!(\"app\");\nfn x() {}", None),
            ("mod a { // routes!(\"app\");\n}", None),
        ] {
            let offset = source.find("routes!").unwrap_or_default();
            assert_eq!(
                is_enclosed(source, position(source, offset)),
                expected,
                "{source}"
            );
        }
    }

    #[test]
    fn crates_have_their_places() {
        let manifest = "[[bin]]\nname = \"x\"\npath = \"server/start.rs\"\n";
        for (file, expected) in [
            ("src/main.rs", true),
            ("src/lib.rs", true),
            ("src/bin/tool.rs", true),
            ("examples/shop.rs", true),
            ("server/start.rs", true),
            ("src/web.rs", false),
            ("src/web/mod.rs", false),
        ] {
            assert_eq!(may_be_root(Path::new(file), manifest), expected, "{file}");
        }
    }
}
