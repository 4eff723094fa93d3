//! All rules in order.

use super::{
    caching::{Caching, caching},
    config, exports, generators, handlers, metadata, middleware_and_layouts, parameters,
    path_fields, path_types,
    reads_request::{self, Conditional},
    reserved_arguments, same_url,
    site::{Context, Site},
    static_params, values,
};
use crate::{
    diagnostics::{Code, Problem, sorted},
    segment::Segment,
    signature::{Doubt, Role, State, is_value, judge},
    tree::{Node, RouteTree, pattern},
};
use std::collections::BTreeMap;

/// The application as the phases before left it.
pub(crate) struct Application<'a> {
    /// The app folder as the user wrote it.
    pub(crate) shown_as: &'a str,
    pub(crate) tree: &'a RouteTree,
    pub(crate) state: Option<&'a State>,
    /// The name of the generated module.
    pub(crate) module: &'a str,
    /// The files in `public`.
    pub(crate) public: &'a [String],
    /// The problems found so far.
    pub(crate) problems: Vec<Problem>,
}

/// The results of all rules.
pub(crate) struct Checked {
    /// Sorted by file and position.
    pub(crate) problems: Vec<Problem>,
    /// By file: mistakes if the file's constants turn out to cache its responses, which only the compiler can tell.
    pub(crate) conditional: BTreeMap<String, Conditional>,
    /// By file: types that only the compiler can judge.
    pub(crate) doubts: BTreeMap<String, Vec<Doubt>>,
    /// Doubts about a state that is not declared: mistakes if the program passes one.
    pub(crate) without_state: Vec<Problem>,
}

/// Applies every rule.
pub(crate) fn all(application: Application<'_>) -> Checked {
    let Application {
        shown_as,
        tree,
        state,
        module,
        public,
        problems,
    } = application;
    let mut checker = Checker {
        context: Context {
            shown_as,
            state,
            tree,
        },
        problems,
        conditional: BTreeMap::new(),
        doubts: BTreeMap::new(),
        without_state: Vec::new(),
    };
    let module = format!("crate::{module}");
    checker.node(&tree.root, &mut Vec::new(), &module, true);
    for page in &tree.error_pages {
        let pattern = pattern(&page.file.segments);
        checker.endpoint(checker.context.site(&page.file, &pattern));
    }
    checker.wrappers();
    let with_public = same_url::with_public(checker.context, public);
    checker.problems.extend(with_public);
    // Any other mistake may be the reason that a wrapper wraps nothing.
    if checker.problems.is_empty() {
        checker.problems = middleware_and_layouts::unused(checker.context);
    }
    Checked {
        problems: sorted(checker.problems),
        conditional: checker.conditional,
        doubts: checker.doubts,
        without_state: checker.without_state,
    }
}

struct Checker<'t> {
    context: Context<'t>,
    problems: Vec<Problem>,
    conditional: BTreeMap<String, Conditional>,
    doubts: BTreeMap<String, Vec<Doubt>>,
    without_state: Vec<Problem>,
}

impl<'t> Checker<'t> {
    /// Checks a node and all below it. `module` is the path of its module.
    fn node(
        &mut self,
        node: &'t Node,
        segments: &mut Vec<&'t Segment>,
        module: &str,
        is_sound: bool,
    ) {
        let context = self.context;
        let mut is_sound = is_sound;
        if is_sound {
            let not_last = parameters::not_last(context, node, segments.len());
            // All files below a catch-all are reported as one mistake.
            is_sound = not_last.is_none();
            self.problems.extend(not_last);
            self.problems.extend(same_url::check(context, node));
            self.problems
                .extend(parameters::check(context, node, segments));
        }
        let has_parameters = segments.iter().any(|it| it.parameter().is_some());
        let params = has_parameters.then(|| format!("{module}::Params"));
        for endpoint in node.claims() {
            let site = context.site(&endpoint.file, &node.pattern);
            self.endpoint(Site {
                params: params.as_deref().unwrap_or_default(),
                ..site
            });
        }
        for (child, name) in node.children.iter().zip(node.child_modules()) {
            segments.extend(child.segment.as_ref());
            self.node(child, segments, &format!("{module}::{name}"), is_sound);
            segments.pop();
        }
    }

    fn endpoint(&mut self, site: Site<'_>) {
        let file = site.file;
        if file.exports.broken {
            return;
        }
        self.problems.extend(metadata::check(&site));
        if file.is_asset() {
            return;
        }
        let is_callable = self.functions(&site);
        if file.kind.is_error_page() {
            self.problems.extend(config::outside_routes(&site));
        } else {
            self.problems.extend(config::check(&site));
            self.problems.extend(values::check(&site, is_callable));
            self.problems.extend(reads_request::check(&site));
            let conditional = reads_request::conditional(&site);
            if conditional.reads_request.is_some() || conditional.rejects_blank.is_some() {
                self.conditional.insert(file.path.clone(), conditional);
            }
        }
        if !file.exports.layers.is_empty() {
            let signatures = middleware_and_layouts::layer_signatures(&site);
            self.problems.extend(signatures);
            // A misspelled or private method is the reason, and one mistake.
            if is_callable {
                let unused = middleware_and_layouts::layers_of_nothing(&site);
                self.problems.extend(unused);
            }
        }
        self.problems.extend(generators::check(&site));
        self.problems.extend(static_params::check(&site));
    }

    fn wrappers(&mut self) {
        let Context { tree, .. } = self.context;
        for wrapper in tree.middleware.iter().chain(&tree.layouts) {
            if wrapper.file.exports.broken {
                continue;
            }
            let site = self.context.site(&wrapper.file, &wrapper.pattern);
            self.functions(&site);
            self.problems.extend(config::outside_routes(&site));
            let signatures = middleware_and_layouts::layer_signatures(&site);
            self.problems.extend(signatures);
        }
        let cached = middleware_and_layouts::layouts_of_cached_pages(self.context);
        self.problems.extend(cached);
    }

    /// The rules for the functions of every file; returns whether they can be called.
    fn functions(&mut self, site: &Site<'_>) -> bool {
        let mut problems = exports::not_callable(site);
        problems.extend(handlers::check(site));
        exports::missing(site, &mut problems);
        let is_callable = problems.is_empty();
        self.problems.extend(problems);
        let judged = judge(&site.scope());
        let doubts = judged.doubts.into_iter();
        let (values, doubts): (Vec<Doubt>, Vec<Doubt>) =
            doubts.partition(|it| is_value_of_cached(site, it));
        let mistakes = judged.mistakes.into_iter();
        let values = values.into_iter().map(|it| it.mistake);
        let mistakes = mistakes.chain(values).map(|it| site.mistake(it));
        self.problems.extend(mistakes);
        let without_state = doubts.iter().filter(|it| {
            it.mistake.code == Code::NoState
                && self.context.state.is_none()
                && is_in_every_build(site, it)
        });
        let without_state = without_state.map(|it| site.mistake(it.mistake.clone()));
        self.without_state.extend(without_state);
        if !doubts.is_empty() {
            self.doubts.insert(site.file.path.clone(), doubts);
        }
        self.problems.extend(path_types::check(site));
        self.problems.extend(path_fields::check(site));
        self.problems.extend(reserved_arguments::check(site));
        is_callable
    }
}

/// Returns `true` for a doubt about a number or the like in a certainly cached handler. A crate can implement an extractor for its state, but
/// not mark it as one that does not read the request.
fn is_value_of_cached(site: &Site<'_>, doubt: &Doubt) -> bool {
    let handler = site.file.exports.handlers.get(doubt.handler);
    matches!(doubt.role, Role::Parts | Role::Last)
        && handler.is_some_and(|it| matches!(it.name.as_str(), "GET" | "page"))
        && matches!(caching(site.file), Caching::Yes(_))
        && is_in_every_build(site, doubt)
        && is_value(&site.scope(), &doubt.ty)
}

/// Returns `true` if no `#[cfg]` and no macro can remove or change the function.
fn is_in_every_build(site: &Site<'_>, doubt: &Doubt) -> bool {
    let exports = &site.file.exports;
    let functions = if doubt.role.is_of_generator() {
        &exports.generators
    } else {
        &exports.handlers
    };
    let function = functions.get(doubt.handler);
    function.is_some_and(|it| it.is_certain) && !exports.may_generate
}
