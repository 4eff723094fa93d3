//! Private types of a file in the signatures of its handlers, which generated code names from another module.

use super::{mistake::Mistake, scope::Scope, ty::Ty};
use crate::{
    diagnostics::Code,
    route_file::{Declared, Exports, Handler},
};

/// The first private type in the signature of a function. Type parameters of unknown types are searched as well: none can be unused, not
/// even those of an alias.
pub(super) fn private(scope: &Scope<'_>, handler: &Handler) -> Option<Mistake> {
    if !scope.exports.declared.iter().any(|it| it.is_private) {
        return None;
    }
    let arguments = handler.arguments().unwrap_or_default().iter();
    let mut types = arguments.chain(&handler.returns);
    types.find_map(|argument| {
        let Declared {
            name,
            keyword,
            at: declared_at,
            ..
        } = in_text(scope, &argument.ty, &mut Vec::new())?;
        Some(Mistake {
            code: Code::PrivateType,
            message: format!(
                "`{name}` is private, but `{}` has it in its signature",
                handler.name
            ),
            help: format!("write `pub {keyword} {name}`"),
            at: *declared_at,
            declared_at: Some(argument.at),
        })
    })
}

/// The first private type in a type as text. `seen` are the aliases that have been followed.
fn in_text<'e>(scope: &Scope<'e>, text: &str, seen: &mut Vec<&'e str>) -> Option<&'e Declared> {
    in_type(scope, &Ty::read(text), seen)
}

fn in_type<'e>(scope: &Scope<'e>, ty: &Ty<'_>, seen: &mut Vec<&'e str>) -> Option<&'e Declared> {
    match ty {
        Ty::Tuple(parts) => parts.iter().find_map(|part| in_type(scope, part, seen)),
        Ty::Reference { inner, .. } | Ty::Slice(inner) | Ty::Array(inner) => {
            in_type(scope, inner, seen)
        }
        Ty::Path {
            prefix,
            name,
            arguments,
        } => {
            let exports: &'e Exports = scope.exports;
            let is_own = matches!(*prefix, "" | "self::");
            let mut declared = exports.declared.iter();
            let declared = declared.find(|it| is_own && it.name == *name);
            if let Some(declared) = declared
                && declared.is_private
                && declared.is_certain
            {
                return Some(declared);
            }
            let mut aliases = exports.aliases.iter();
            if let Some(alias) = aliases.find(|it| is_own && it.name == *name)
                && declared.is_none()
                && !seen.contains(&alias.name.as_str())
            {
                seen.push(&alias.name);
                return in_text(scope, &alias.ty, seen);
            }
            arguments.iter().find_map(|part| in_type(scope, part, seen))
        }
        Ty::Impl { .. } | Ty::Dyn { .. } | Ty::Other => None,
    }
}
