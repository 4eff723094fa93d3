//! Private types of a file in the signatures of its handlers, which generated code names from another module.

use super::{
    mistake::Mistake,
    scope::{Meaning, Scope},
    ty::Ty,
};
use crate::{
    diagnostics::Code,
    route_file::{Declared, Handler},
};

/// The first private type in the signature of a function. Type parameters of unknown types are searched as well: none can be unused, not
/// even those of an alias.
pub(super) fn private(scope: &Scope<'_>, handler: &Handler) -> Option<Mistake> {
    let arguments = handler.arguments().unwrap_or_default().iter();
    let mut types = arguments.chain(&handler.returns);
    types.find_map(|argument| {
        let ty = Ty::read(&argument.ty);
        let Declared {
            name,
            keyword,
            at: declared_at,
            ..
        } = find(scope, &ty)?;
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

fn find<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Option<&'s Declared> {
    match ty {
        Ty::Tuple(parts) => parts.iter().find_map(|part| find(scope, part)),
        Ty::Reference { inner, .. } | Ty::Slice(inner) | Ty::Array(inner) => find(scope, inner),
        Ty::Path { arguments, .. } => match scope.meaning(ty) {
            Meaning::Declared(declared) if declared.is_private && declared.is_certain => {
                Some(declared)
            }
            _ => arguments.iter().find_map(|part| find(scope, part)),
        },
        Ty::Impl { .. } | Ty::Dyn { .. } | Ty::Other => None,
    }
}
