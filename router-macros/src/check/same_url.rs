//! Two files of one kind for one URL: through groups, `%5F` or escapes.

use super::Context;
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    tree::{Endpoint, Node},
};

pub(super) fn check(context: &Context<'_>, node: &Node) -> Option<Problem> {
    let first = node.endpoint.as_ref()?;
    let second = node.rivals.first()?;
    let is_other = |rival: &Endpoint| rival.kind != first.kind;
    if first.kind.metadata().is_some() || node.rivals.iter().any(is_other) {
        return None;
    }
    let what = match first.kind {
        FileKind::Page => "pages",
        _ => "routes",
    };
    let count = match node.rivals.len() {
        1 => "two".to_owned(),
        more => (more + 1).to_string(),
    };
    let (kept, given_up) = (context.shown(&first.file), context.shown(&second.file));
    Some(Problem {
        message: format!("`{}` is claimed by {count} {what}", node.pattern),
        places: node
            .claims()
            .map(|endpoint| context.first_place(endpoint))
            .collect(),
        help: format!("move what `{kept}` lacks into it and delete `{given_up}`"),
    })
}
