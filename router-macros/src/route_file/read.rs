//! The reader of a route file's exports.

use super::{
    attributes::are_plain,
    cfg, config,
    declared::{aliases, declared},
    exports::{Exports, Handler, Other, OtherKind},
    method,
    names::Names,
    reexport,
    skim::{self, ItemKind, Skimmed, SourceItem},
    structs::structs,
};
use crate::{
    app_file::FileKind,
    location::{Position, Positions},
    runtime::Runtime,
};

/// Reads the exports that matter in a file of this kind.
pub(crate) fn read(source: &str, kind: FileKind, runtime: &Runtime) -> Exports {
    // rustc counts columns without it.
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    skim::skim(source)
        .and_then(|skimmed| exports(source, kind, runtime, &skimmed))
        .unwrap_or_else(|| Exports {
            broken: true,
            ..Exports::default()
        })
}

fn exports(source: &str, kind: FileKind, runtime: &Runtime, skimmed: &Skimmed) -> Option<Exports> {
    let info = kind.info();
    let (names, generators, layers) = (info.exports, info.generators, kind.layers());
    let mut file = Exports {
        cfg: cfg::predicate(source, skimmed.inner_attributes.iter()),
        names: Names::with(runtime),
        ..Exports::default()
    };
    let mut positions = Positions::of(source);
    let mut has_macros = false;
    for item in &skimmed.items {
        file.may_generate |= !are_plain(source, &item.attributes);
        let name = item.plain_name(source);
        let outer = || {
            let attributes = skimmed.inner_attributes.iter().chain(&item.attributes);
            cfg::predicate(source, attributes)
        };
        if name == "Ok" {
            // Any item may hide the one of the standard library, which functions are expected to return.
            file.names.declare(name);
        }
        match item.kind {
            ItemKind::Fn if item.is_public && names.contains(&name) => {
                file.handlers.push(method::handler(source, item, outer())?);
            }
            ItemKind::Fn if item.is_public && generators.contains(&name) => {
                let generator = method::handler(source, item, outer())?;
                file.generators.push(generator);
            }
            ItemKind::Fn if item.is_public && layers.contains(&name) => {
                file.layers.push(method::handler(source, item, outer())?);
            }
            ItemKind::Const if item.is_public && config::is_config(name) => {
                file.constants
                    .push(config::constant(source, item, outer())?);
            }
            ItemKind::Fn
                if item.is_public
                    || names.contains(&name)
                    || generators.contains(&name)
                    || layers.contains(&name) =>
            {
                let at = positions.next(item.name.start);
                file.others.push(other(source, item, OtherKind::Fn, at));
            }
            ItemKind::Const if item.is_public || config::is_config(name) => {
                let at = positions.next(item.name.start);
                file.others.push(other(source, item, OtherKind::Const, at));
            }
            ItemKind::Static if item.is_public || config::is_config(name) => {
                let at = positions.next(item.name.start);
                file.others.push(other(source, item, OtherKind::Static, at));
            }
            ItemKind::Use => reexport::read(source, item, kind, outer, &mut file)?,
            ItemKind::Macro if name != "macro_rules" => {
                has_macros = true;
                file.may_generate = true;
            }
            ItemKind::Enum
            | ItemKind::ExternCrate
            | ItemKind::Mod
            | ItemKind::Struct
            | ItemKind::Trait
            | ItemKind::Type
            | ItemKind::Union => file.names.declare(name),
            _ => {}
        }
    }
    file.only_macros = has_macros && !file.globs_or_macros;
    file.globs_or_macros |= has_macros;
    if file.handlers.iter().any(Handler::takes_path) {
        file.structs = structs(source, &skimmed.items);
    }
    file.declared = declared(source, &skimmed.items);
    file.aliases = aliases(source, &skimmed.items);
    Some(file)
}

/// Returns `true` if an argument of a function has the type that layers are added to.
fn takes_layers(source: &str, item: &SourceItem) -> bool {
    let mut groups = item.rest.iter().filter(|token| token.is_group(b'('));
    let arguments = groups.next().and_then(|list| source.get(list.inner()));
    arguments.is_some_and(|it| it.contains("MethodLayers") || it.contains("FolderLayers"))
}

fn other(source: &str, item: &SourceItem, kind: OtherKind, at: Position) -> Other {
    let ty = match kind {
        OtherKind::Const | OtherKind::Static => config::declared(source, item).map(|(ty, _)| ty),
        OtherKind::Fn | OtherKind::Use => None,
    };
    Other {
        kind,
        name: item.plain_name(source).to_owned(),
        is_public: item.is_public,
        ty: ty.unwrap_or_default(),
        takes_layers: kind == OtherKind::Fn && takes_layers(source, item),
        at,
    }
}
