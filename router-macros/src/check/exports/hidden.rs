//! Exports from glob imports and macro calls, which the text does not show.

use crate::{
    app_file::GENERATE_SITEMAPS,
    check::site::{START, Site},
    diagnostics::{Code, Place, Problem},
    route_file::CONFIG,
};

/// An export that the file may have through a glob import or a macro call, which only name resolution can tell.
#[derive(Debug)]
pub(crate) struct HiddenExport {
    pub(crate) name: &'static str,
    /// It is a config constant, not a function.
    pub(crate) is_config: bool,
    /// The mistake if the file has the export.
    pub(crate) problem: Problem,
}

/// The exports that glob imports and macro calls of a file may hide.
pub(in crate::check) fn possible(site: &Site<'_>) -> Vec<HiddenExport> {
    let exports = &site.file.exports;
    if !exports.globs_or_macros {
        return Vec::new();
    }
    let hidden = |name, is_config, way_out: String| HiddenExport {
        name,
        is_config,
        problem: problem(site, name, &way_out),
    };
    let info = site.file.kind.info();
    let handlers = info.exports.iter();
    let handlers = handlers.filter(|name| exports.handlers_named(name).next().is_none());
    let handlers = handlers.map(|name| {
        let way_out = if exports.only_macros {
            format!("put the macro call in `mod made {{ … }}`, and write `pub use made::{name};`")
        } else {
            by_name(name)
        };
        hidden(name, false, way_out)
    });
    let generators = info.generators.iter();
    let generators = generators.filter(|name| !exports.has_generator(name));
    let generators = generators.map(|name| {
        let way_out = format!("export it by name: {}", wrapper(name));
        hidden(name, false, way_out)
    });
    let constants = CONFIG.iter();
    let constants = constants.filter(|config| exports.constant(config.name).is_none());
    let constants = constants.map(|config| {
        let (name, ty) = (config.name, config.value.first_type());
        let way_out = if exports.only_macros {
            format!("write `pub const {name}: {ty} = …;` in this file, outside of the macro call")
        } else {
            format!("export it by name: `pub const {name}: {ty} = path::to::{name};`")
        };
        hidden(name, true, way_out)
    });
    handlers.chain(generators).chain(constants).collect()
}

fn problem(site: &Site<'_>, name: &str, way_out: &str) -> Problem {
    let source = if site.file.exports.only_macros {
        "a macro call"
    } else {
        "a glob import or a macro call"
    };
    let problem = Problem::new(
        Code::HiddenExport,
        format!("`{name}` comes from {source}, which `routes!` cannot resolve"),
        way_out,
    );
    problem.at([Place::whole(site.context.shown(&site.file.path))])
}

/// Only a glob import or a macro call could bring a handler.
pub(super) fn handler(site: &Site<'_>) -> Problem {
    let info = site.file.kind.info();
    let shown = site.context.shown(&site.file.path);
    let name = info.exports.first().copied().unwrap_or_default();
    let (hiding, help) = if site.file.exports.only_macros {
        (
            "macro calls",
            format!(
                "write the function here with the macro call in its body, or put the call in a module and export by name: \
                 `mod made {{ … }} pub use made::{name};`"
            ),
        )
    } else {
        ("glob imports and macro calls", by_name(name))
    };
    site.problem(
        Code::HiddenExport,
        START,
        format!(
            "`{shown}` exports no {} by name, and `routes!` cannot resolve {hiding}",
            info.function
        ),
        help,
    )
}

fn by_name(name: &str) -> String {
    format!("export it by name: `pub use path::to::{name};`")
}

/// A function of this name that calls another.
pub(super) fn wrapper(name: &str) -> String {
    let item = if name == GENERATE_SITEMAPS {
        "u32"
    } else {
        "Params"
    };
    format!("`pub async fn {name}() -> Vec<{item}> {{ path::to::{name}().await }}`")
}
