//! All rules in order.

use super::{
    caching::{Caching, caching},
    config,
    exports::{self, HiddenExport, generators},
    handlers, metadata, middleware_and_layouts,
    package::Package,
    parameters, path_fields, path_types,
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
    undeclared_state,
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
#[derive(Default)]
pub(crate) struct Checked {
    /// Sorted by file and position.
    pub(crate) problems: Vec<Problem>,
    /// By file: mistakes if the file's constants turn out to cache its responses, which only the compiler can tell.
    pub(crate) conditional: BTreeMap<String, Conditional>,
    /// By file: types that only the compiler can judge.
    pub(crate) doubts: BTreeMap<String, Vec<Doubt>>,
    /// By file: exports that only name resolution can find.
    pub(crate) hidden_exports: BTreeMap<String, Vec<HiddenExport>>,
    /// Doubts about a state that is not declared: mistakes if the program passes one.
    without_state: Vec<Problem>,
    /// The crate has another item with the name of the generated module.
    pub(crate) is_name_taken: bool,
    /// The entry points that the calling file calls with a state that `routes!` does not declare.
    pub(crate) calls_with_state: Vec<&'static str>,
    /// Empty if there are problems: they would hide what to do first.
    pub(crate) warnings: Vec<String>,
}

/// Applies every rule.
pub(crate) fn all(package: &Package<'_>, mut application: Application<'_>) -> Checked {
    let problems = &mut application.problems;
    let taken = package.taken();
    let is_name_taken = taken.is_some();
    problems.extend(taken);
    problems.extend(package.state_without_clone());
    let strays = package.strays();
    problems.extend(strays.errors);
    let mut checked = tree(application);
    checked.is_name_taken = is_name_taken;
    checked.calls_with_state = package.calls_with_state();
    if !checked.calls_with_state.is_empty() {
        let problems = checked.problems.into_iter().chain(checked.without_state);
        checked.problems = undeclared_state::merged(sorted(problems.collect()));
        checked.without_state = Vec::new();
    }
    if checked.problems.is_empty() {
        checked.warnings = package.warnings(&strays.warnings);
    }
    checked
}

/// Applies the rules for the tree.
pub(super) fn tree(application: Application<'_>) -> Checked {
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
        checked: Checked {
            problems,
            ..Checked::default()
        },
    };
    let module = format!("crate::{module}");
    checker.node(&tree.root, &mut Vec::new(), &module, true);
    for page in &tree.error_pages {
        let pattern = pattern(&page.file.segments);
        checker.endpoint(checker.context.site(&page.file, &pattern));
    }
    checker.wrappers();
    let with_public = same_url::with_public(checker.context, public);
    let problems = &mut checker.checked.problems;
    problems.extend(with_public);
    // Any other mistake may be the reason that a wrapper wraps nothing.
    if problems.is_empty() {
        *problems = middleware_and_layouts::unused(checker.context);
    }
    *problems = sorted(std::mem::take(problems));
    checker.checked
}

struct Checker<'t> {
    context: Context<'t>,
    checked: Checked,
}

impl<'t> Checker<'t> {
    fn report(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.checked.problems.extend(problems);
    }

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
            self.report(not_last);
            self.report(same_url::check(context, node));
            self.report(parameters::check(context, node, segments));
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
        self.report(metadata::check(&site));
        if file.is_asset() {
            return;
        }
        let is_callable = self.functions(&site);
        let hidden = exports::possible(&site);
        if !hidden.is_empty() {
            let path = file.path.clone();
            self.checked.hidden_exports.insert(path, hidden);
        }
        if file.kind.is_error_page() {
            self.report(config::outside_routes(&site));
        } else {
            self.report(config::check(&site));
            self.report(values::check(&site, is_callable));
            self.report(reads_request::check(&site));
            let conditional = reads_request::conditional(&site);
            if conditional.reads_request.is_some() || conditional.rejects_blank.is_some() {
                self.checked
                    .conditional
                    .insert(file.path.clone(), conditional);
            }
        }
        if !file.exports.layers.is_empty() {
            let signatures = middleware_and_layouts::layer_signatures(&site);
            self.report(signatures);
            // A misspelled or private method is the reason, and one mistake.
            if is_callable {
                let unused = middleware_and_layouts::layers_of_nothing(&site);
                self.report(unused);
            }
        }
        self.report(generators::check(&site));
        self.report(static_params::check(&site));
    }

    fn wrappers(&mut self) {
        let Context { tree, .. } = self.context;
        for wrapper in tree.middleware.iter().chain(&tree.layouts) {
            if wrapper.file.exports.broken {
                continue;
            }
            let site = self.context.site(&wrapper.file, &wrapper.pattern);
            self.functions(&site);
            self.report(config::outside_routes(&site));
            let signatures = middleware_and_layouts::layer_signatures(&site);
            self.report(signatures);
        }
        let cached = middleware_and_layouts::layouts_of_cached_pages(self.context);
        self.report(cached);
    }

    /// The rules for the functions of every file; returns whether they can be called.
    fn functions(&mut self, site: &Site<'_>) -> bool {
        let mut problems = exports::not_callable(site);
        problems.extend(handlers::check(site));
        exports::missing(site, &mut problems);
        let is_callable = problems.is_empty();
        self.report(problems);
        let judged = judge(&site.scope());
        let doubts = judged.doubts.into_iter();
        let (values, doubts): (Vec<Doubt>, Vec<Doubt>) =
            doubts.partition(|it| is_value_of_cached(site, it));
        let mistakes = judged.mistakes.into_iter();
        let values = values.into_iter().map(|it| it.mistake);
        let mistakes = mistakes.chain(values).map(|it| site.mistake(it));
        self.report(mistakes);
        let without_state = doubts.iter().filter(|it| {
            it.mistake.code == Code::NoState
                && self.context.state.is_none()
                && is_in_every_build(site, it)
        });
        let without_state = without_state.map(|it| site.mistake(it.mistake.clone()));
        self.checked.without_state.extend(without_state);
        if !doubts.is_empty() {
            self.checked.doubts.insert(site.file.path.clone(), doubts);
        }
        self.report(path_types::check(site));
        self.report(path_fields::check(site));
        self.report(reserved_arguments::check(site));
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
