//! Parameters that conflict: their names, catch-alls, files at their base.

use super::{site::Context, sitemaps};
use crate::{
    diagnostics::{Code, Problem},
    segment::Segment,
    tree::{Node, RoutedFile},
};

/// The largest number of parameters in a path. A path of axum's Router has 25 at most, and another route may add a catch-all to those of
/// this one.
const MAX_PARAMETERS: usize = 24;

/// The mistakes between a node and its children; `segments` lead to the node.
pub(super) fn check(context: Context<'_>, node: &Node, segments: &[&Segment]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = twice(context, node, segments).into_iter().collect();
    problems.extend(too_many(context, node, segments));
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

/// `[id]` next to `[slug]`.
fn different_names(context: Context<'_>, children: &[&Node], depth: usize) -> Option<Problem> {
    let [first, .., last] = children else {
        return None;
    };
    if let Some(problem) = sitemaps::at_a_parameter(context, children) {
        return Some(problem);
    }
    let files = children.iter().filter_map(|child| child.first_file());
    let files: Vec<&RoutedFile> = files.collect();
    let patterns = children.iter().map(|it| format!("`{}`", it.pattern));
    let patterns: Vec<String> = patterns.collect();
    let name = first.segment.as_ref()?.spelled();
    let folder = context.folder_of(last.first_file()?, depth);
    let problem = Problem::new(
        Code::ParameterNames,
        format!(
            "{} use different names for the same parameter",
            patterns.join(" and ")
        ),
        format!("rename the folder `{folder}` to `{name}`"),
    );
    Some(problem.at(files.into_iter().map(|file| context.first_place(file))))
}

/// `[...a]` next to `[[...a]]`.
fn both_catch_alls(
    context: Context<'_>,
    node: &Node,
    required: &Node,
    optional: &Node,
) -> Option<Problem> {
    let (required_file, optional_file) = (required.first_file()?, optional.first_file()?);
    let problem = Problem::new(
        Code::CatchAlls,
        format!(
            "`{}` and `{}` match the same paths",
            required.pattern, optional.pattern
        ),
        format!(
            "delete `{}`: `{}` handles its paths and `{}`",
            context.shown(&required_file.path),
            context.shown(&optional_file.path),
            node.pattern
        ),
    );
    Some(problem.at([
        context.first_place(required_file),
        context.first_place(optional_file),
    ]))
}

/// `[[...x]]` next to a file at its base.
fn at_base(context: Context<'_>, node: &Node, optional: &Node, depth: usize) -> Option<Problem> {
    let (base, file) = (node.endpoint.as_ref()?, optional.endpoint.as_ref()?);
    let (base, file) = (&base.file, &file.file);
    let name = optional.segment.as_ref()?.parameter()?;
    let problem = Problem::new(
        Code::OptionalCatchAll,
        format!(
            "`{}` is handled by both a {} and the optional catch-all `{}`",
            node.pattern,
            base.kind.noun(),
            optional.pattern
        ),
        format!(
            "rename the folder `{}` to `[...{name}]`, which requires at least one segment",
            context.folder_of(file, depth)
        ),
    );
    Some(problem.at([context.first_place(base), context.first_place(file)]))
}

/// More parameters in a path than axum's Router accepts. Only the first folder that is too many is reported.
fn too_many(context: Context<'_>, node: &Node, segments: &[&Segment]) -> Option<Problem> {
    segments.last()?.parameter()?;
    let parameters = segments.iter().filter(|it| it.parameter().is_some());
    if parameters.count() != MAX_PARAMETERS + 1 {
        return None;
    }
    let file = node.first_file()?;
    // A catch-all counts, too, so it replaces the last parameter that is allowed.
    let is_parameter = |(_, segment): &(usize, &&Segment)| segment.parameter().is_some();
    let mut places = segments.iter().enumerate().filter(is_parameter);
    let (last_allowed, _) = places.nth(MAX_PARAMETERS - 1)?;
    let folder = context.folder_of(file, last_allowed);
    let base = folder.rsplit_once('/').map_or("", |(base, _)| base);
    let help = if file.is_metadata() {
        "move the file to a folder with fewer parameters".to_owned()
    } else {
        let name = file.name();
        format!(
            "match the last parameters with a catch-all: move the file to `{base}/[...rest]/{name}`"
        )
    };
    let problem = Problem::new(
        Code::ManyParameters,
        format!(
            "`{}` has more than {MAX_PARAMETERS} parameters",
            node.pattern
        ),
        help,
    );
    Some(problem.at([context.first_place(file)]))
}

/// One name twice in a path.
fn twice(context: Context<'_>, node: &Node, segments: &[&Segment]) -> Option<Problem> {
    let (last, before) = segments.split_last()?;
    let name = last.parameter()?;
    let is_same = |segment: &&Segment| segment.parameter() == Some(name);
    if !before.iter().any(is_same) {
        return None;
    }
    let file = node.first_file()?;
    let prefix = before.iter().rev().find_map(|segment| match segment {
        Segment::Static(text) => Some(text.replace(|letter: char| !letter.is_alphanumeric(), "_")),
        _ => None,
    });
    let free = format!("{}_{name}", prefix.as_deref().unwrap_or("other"));
    let free = match last {
        Segment::CatchAll(_) => Segment::CatchAll(free),
        Segment::OptionalCatchAll(_) => Segment::OptionalCatchAll(free),
        Segment::Dynamic(_) | Segment::Static(_) => Segment::Dynamic(free),
    };
    let problem = Problem::new(
        Code::ParameterTwice,
        format!("`{}` contains the parameter `{name}` twice", node.pattern),
        format!(
            "rename the folder `{}`, for example to `{}`",
            context.folder_of(file, before.len()),
            free.spelled()
        ),
    );
    Some(problem.at([context.first_place(file)]))
}

/// A catch-all with something below it; `depth` segments lead to it.
pub(super) fn not_last(context: Context<'_>, node: &Node, depth: usize) -> Option<Problem> {
    let segment = node.segment.as_ref()?;
    if !segment.is_catch_all() {
        return None;
    }
    let below = node.children.iter().find_map(Node::first_file)?;
    let folder = context.folder_of(below, depth.checked_sub(1)?);
    let name = segment.parameter()?;
    let base = folder.rsplit_once('/').map_or("", |(base, _)| base);
    let shown = context.shown(&below.path);
    let behind = shown.strip_prefix(&folder)?.strip_prefix('/')?;
    let help = match behind.rsplit_once('/') {
        _ if below.is_metadata() => {
            format!(
                "move the file above the catch-all: `{base}/{}`",
                below.name()
            )
        }
        Some((middle, file)) if !middle.contains("[...") => {
            format!(
                "put the catch-all last: `{base}/{middle}/{}/{file}`",
                segment.spelled()
            )
        }
        _ => format!("rename the folder `{folder}` to `[{name}]`"),
    };
    let problem = Problem::new(
        Code::CatchAllNotLast,
        format!(
            "`{}` is a catch-all, so nothing can follow it",
            node.pattern
        ),
        help,
    );
    Some(problem.at([context.first_place(below)]))
}
