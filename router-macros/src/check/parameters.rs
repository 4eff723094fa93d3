//! Parameters that contradict each other: names, catch-alls, their base.

use super::{Context, first_file, metadata};
use crate::{
    diagnostics::Problem,
    segment::Segment,
    tree::{Endpoint, Node},
};

/// What is wrong between a node and its children; `segments` lead to the node.
pub(super) fn check(context: &Context<'_>, node: &Node, segments: &[&Segment]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = twice(context, node, segments).into_iter().collect();
    // Static segments come first.
    let has_parameters = matches!(
        node.children.last(),
        Some(Node { segment: Some(segment), .. }) if segment.parameter().is_some()
    );
    if !has_parameters {
        return problems;
    }
    let kinds: [fn(&Segment) -> bool; 3] = [
        |segment| matches!(segment, Segment::Dynamic(_)),
        |segment| matches!(segment, Segment::CatchAll(_)),
        |segment| matches!(segment, Segment::OptionalCatchAll(_)),
    ];
    let depth = segments.len();
    for is_kind in kinds {
        problems.extend(different_names(context, &of_kind(node, is_kind), depth));
    }
    let [_, required, optional] = kinds.map(|is_kind| of_kind(node, is_kind).first().copied());
    if let (Some(required), Some(optional)) = (required, optional) {
        problems.extend(both_catch_alls(context, node, required, optional));
    }
    if let Some(optional) = optional {
        problems.extend(at_base(context, node, optional, depth));
    }
    problems
}

fn of_kind(node: &Node, is_kind: fn(&Segment) -> bool) -> Vec<&Node> {
    node.children
        .iter()
        .filter(|child| child.segment.as_ref().is_some_and(is_kind))
        .collect()
}

/// `[id]` beside `[slug]`.
fn different_names(context: &Context<'_>, children: &[&Node], depth: usize) -> Option<Problem> {
    let [first, .., last] = children else {
        return None;
    };
    if let Some(problem) = metadata::beside_sitemaps(context, children) {
        return Some(problem);
    }
    let files: Vec<&Endpoint> = children
        .iter()
        .filter_map(|child| first_file(child))
        .collect();
    let patterns: Vec<String> = children
        .iter()
        .map(|it| format!("`{}`", it.pattern))
        .collect();
    let name = first.segment.as_ref()?.spelled();
    let folder = context.folder(&first_file(last)?.file, depth);
    Some(Problem {
        message: format!(
            "{} give one segment different names",
            patterns.join(" and ")
        ),
        places: files.iter().map(|file| context.first_place(file)).collect(),
        help: format!("rename the folder `{folder}` to `{name}`"),
    })
}

/// `[...a]` beside `[[...a]]`.
fn both_catch_alls(
    context: &Context<'_>,
    node: &Node,
    required: &Node,
    optional: &Node,
) -> Option<Problem> {
    let (required_file, optional_file) = (first_file(required)?, first_file(optional)?);
    Some(Problem {
        message: format!(
            "`{}` and `{}` match the same paths",
            required.pattern, optional.pattern
        ),
        places: vec![
            context.first_place(required_file),
            context.first_place(optional_file),
        ],
        help: format!(
            "delete `{}`: `{}` answers its paths and `{}`",
            context.shown(&required_file.file),
            context.shown(&optional_file.file),
            node.pattern
        ),
    })
}

/// `[[...x]]` beside a file at its base.
fn at_base(context: &Context<'_>, node: &Node, optional: &Node, depth: usize) -> Option<Problem> {
    let (base, file) = (node.endpoint.as_ref()?, optional.endpoint.as_ref()?);
    let what = base.kind.noun();
    let name = optional.segment.as_ref()?.parameter()?;
    Some(Problem {
        message: format!(
            "`{}` is claimed by both a {what} and the optional catch-all `{}`",
            node.pattern, optional.pattern
        ),
        places: vec![context.first_place(base), context.first_place(file)],
        help: format!(
            "rename the folder `{}` to `[...{name}]`, which needs one segment",
            context.folder(&file.file, depth)
        ),
    })
}

/// One name twice in a path.
fn twice(context: &Context<'_>, node: &Node, segments: &[&Segment]) -> Option<Problem> {
    let (last, before) = segments.split_last()?;
    let name = last.parameter()?;
    if !before
        .iter()
        .any(|segment| segment.parameter() == Some(name))
    {
        return None;
    }
    let file = first_file(node)?;
    let prefix = before.iter().rev().find_map(|segment| match segment {
        Segment::Static(text) => Some(text.replace(|letter: char| !letter.is_alphanumeric(), "_")),
        _ => None,
    });
    let fresh = format!("{}_{name}", prefix.as_deref().unwrap_or("other"));
    let fresh = match last {
        Segment::CatchAll(_) => Segment::CatchAll(fresh),
        Segment::OptionalCatchAll(_) => Segment::OptionalCatchAll(fresh),
        Segment::Dynamic(_) | Segment::Static(_) => Segment::Dynamic(fresh),
    };
    Some(Problem {
        message: format!("`{}` has two parameters of the name `{name}`", node.pattern),
        places: vec![context.first_place(file)],
        help: format!(
            "rename the folder `{}` to another name, such as `{}`",
            context.folder(&file.file, before.len()),
            fresh.spelled()
        ),
    })
}

/// A catch-all with something below it; `depth` segments lead to it.
pub(super) fn not_last(context: &Context<'_>, node: &Node, depth: usize) -> Option<Problem> {
    let segment = node
        .segment
        .as_ref()
        .filter(|segment| segment.is_catch_all())?;
    let below = node.children.iter().find_map(first_file)?;
    let folder = context.folder(&below.file, depth.checked_sub(1)?);
    let name = segment.parameter()?;
    let base = folder.rsplit_once('/').map_or("", |(base, _)| base);
    let shown = context.shown(&below.file);
    let behind = shown.strip_prefix(&folder)?.strip_prefix('/')?;
    let help = match behind.rsplit_once('/') {
        _ if below.kind.metadata().is_some() => {
            let name = below.file.rsplit('/').next()?;
            format!("move the file above the catch-all: `{base}/{name}`")
        }
        Some((middle, file)) if !middle.contains("[...") => {
            format!(
                "put the catch-all last: `{base}/{middle}/{}/{file}`",
                segment.spelled()
            )
        }
        _ => format!("rename the folder `{folder}` to `[{name}]`"),
    };
    Some(Problem {
        message: format!("nothing can follow the catch-all `{}`", node.pattern),
        places: vec![context.first_place(below)],
        help,
    })
}
