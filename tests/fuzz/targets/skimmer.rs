//! Any text as a route file: the skimmer reports what syn finds, and never panics.
#![no_main]
#![allow(dead_code, unused_imports, reason = "parts of the macro")]

#[path = "../../../router-macros/src/app_file.rs"]
mod app_file;
#[path = "../../../router-macros/src/location.rs"]
mod location;
#[path = "../../../router-macros/src/metadata_file.rs"]
mod metadata_file;
#[path = "../../../router-macros/src/route_file/mod.rs"]
mod route_file;
#[path = "../../../router-macros/src/runtime.rs"]
mod runtime;
#[path = "../../../router-macros/src/unicode.rs"]
mod unicode;

use app_file::{FileKind, GENERATE_STATIC_PARAMS, METHODS};
use libfuzzer_sys::fuzz_target;
use route_file::{Exports, Shape};
use runtime::Runtime;
use syn::{FnArg, Item, Visibility};

/// syn needs the stack for each of them.
const MAX_NESTED: usize = 100;

fuzz_target!(|text: &str| {
    let found = read(text, FileKind::Route);
    for kind in [
        FileKind::Page,
        FileKind::Middleware,
        FileKind::Layout,
        FileKind::NotFound,
    ] {
        read(text, kind);
    }
    let nested = text.bytes().filter(|byte| b"([{<&*!-|'#".contains(byte));
    if nested.count() > MAX_NESTED {
        return;
    }
    let Ok(file) = syn::parse_file(text) else {
        return;
    };
    let mut expected = (Vec::new(), Vec::new(), Vec::new());
    for item in &file.items {
        match item {
            Item::Fn(it) if matches!(it.vis, Visibility::Public(_)) => {
                let name = plain(&it.sig.ident);
                let is_typed = |it: &FnArg| matches!(it, FnArg::Typed(_));
                let is_method = METHODS.contains(&&*name);
                if is_method || name == GENERATE_STATIC_PARAMS {
                    // rustc refuses both in a free function.
                    if it.sig.variadic.is_some() || !it.sig.inputs.iter().all(is_typed) {
                        return;
                    }
                    let list = if is_method {
                        &mut expected.0
                    } else {
                        &mut expected.1
                    };
                    list.push((name, it.sig.inputs.len(), it.sig.asyncness.is_some()));
                }
            }
            Item::Const(it) if matches!(it.vis, Visibility::Public(_)) => {
                let name = plain(&it.ident);
                if route_file::CONFIG.iter().any(|config| config.name == name) {
                    expected.2.push(name);
                }
            }
            // Such as a function without a body, which rustc refuses.
            Item::Verbatim(_) => return,
            _ => {}
        }
    }
    assert!(!found.broken, "not skimmed");
    assert_eq!(exports(&found), expected);
});

/// The exports of a file.
fn read(text: &str, kind: FileKind) -> Exports {
    route_file::read(text, kind, &Runtime::default())
}

type Functions = Vec<(String, usize, bool)>;

/// Methods, generators and constants, without those of `pub use`.
fn exports(found: &Exports) -> (Functions, Functions, Vec<String>) {
    let of = |list: &[route_file::Handler]| {
        let functions = list.iter().filter_map(|it| match &it.shape {
            Shape::Fn {
                is_async,
                arguments,
            } => Some((it.name.clone(), arguments.len(), *is_async)),
            Shape::Reexport => None,
        });
        functions.collect()
    };
    let constants = found.constants.iter().map(|it| it.name.clone());
    (
        of(&found.handlers),
        of(&found.generators),
        constants.collect(),
    )
}

fn plain(ident: &syn::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}
