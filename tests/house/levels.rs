//! The modules of both crates, top to bottom. A module imports only modules on levels below it.
//!
//! A module is a folder or a file below `src`. A file belongs to the module with the longest path that leads to it.

/// Rooms of the macro.
pub(crate) const MACROS: &[&[&str]] = &[
    &["lib"],
    &["pipeline"],
    &["expand"],
    &["check"],
    &["root", "dependency"],
    &[
        "tree",
        "placement",
        "strays",
        "folder_names",
        "signature",
        "undeclared_state",
    ],
    &["route_file"],
    &["watch"],
    &["caller"],
    &["scan"],
    &["near_miss"],
    &["segment", "app_file", "input"],
    &["diagnostics", "names", "metadata_file", "runtime"],
    &["location", "parallel", "unicode"],
];

/// Rooms of the runtime.
pub(crate) const RUNTIME: &[&[&str]] = &[
    &["lib", "guide"],
    &["__private", "prelude", "testing"],
    &["routing"],
    &["routing/app"],
    &["routing/endpoint"],
    &["routing/entry"],
    &["routing/handler"],
    &["extract"],
    &["fetch"],
    &["data"],
    &["respond"],
    &["observe", "rejection", "cache", "metadata", "rules"],
    &["href", "table", "cookie_header"],
    &["matching", "config", "server"],
    &["client", "errors"],
    &["decimal"],
];

/// The level of a file, counted from the top, and its module.
pub(crate) fn module<'a>(levels: &[&[&'a str]], file: &str) -> Option<(usize, &'a str)> {
    let leads_to = |module: &str| {
        let rest = file.strip_prefix(module);
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    let modules = levels
        .iter()
        .enumerate()
        .flat_map(|(level, modules)| modules.iter().map(move |module| (level, *module)));
    modules
        .filter(|(_, module)| leads_to(module))
        .max_by_key(|(_, module)| module.len())
}
