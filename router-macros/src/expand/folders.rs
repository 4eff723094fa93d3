//! The modules named after folders: `app::items::slug::{href, Params, ROUTE}`.

use super::{
    code::{self, write},
    config,
    modules::Modules,
    params::{self, Parameter, parameters},
};
use crate::{
    app_file::{GENERATE_SITEMAPS, GENERATE_STATIC_PARAMS},
    route_file::Exports,
    segment::Segment,
    tree::{Node, RouteTree, SITEMAP_ID},
};
use proc_macro2::TokenStream;
use quote::quote;

/// Writes the modules named after folders.
pub(super) fn write(tree: &RouteTree, modules: &Modules<'_>) -> Folders {
    let mut writer = Writer {
        modules,
        code: String::new(),
        names: Vec::new(),
        parameters: Vec::new(),
        paths: Vec::new(),
    };
    writer.node(&tree.root, &mut Vec::new());
    let folders = code::parse(&writer.code);
    let params = writer
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameters)| params::write(&params_module(index), parameters));
    Folders {
        items: quote!(#folders #(#params)*),
        paths: writer.paths,
    }
}

/// The modules named after folders.
pub(super) struct Folders {
    pub(super) items: TokenStream,
    /// By route: the path from `mod app` to its module, such as `items::slug::`; empty where the module has no `link`.
    pub(super) paths: Vec<String>,
}

/// No folder's module has a capital in its name.
fn params_module(index: usize) -> String {
    format!("Params{index}")
}

struct Writer<'a> {
    modules: &'a Modules<'a>,
    code: String,
    /// The modules on the way from `mod app`.
    names: Vec<String>,
    paths: Vec<String>,
    /// Every distinct list of parameters. Folders share one `Params` per list, because its seven impls are expensive to compile.
    parameters: Vec<Vec<Parameter>>,
}

impl<'a> Writer<'a> {
    fn node(&mut self, node: &'a Node, path: &mut Vec<&'a Segment>) {
        self.endpoint(node, path);
        for (child, name) in node.children.iter().zip(node.child_modules()) {
            let pattern = code::escaped(&child.pattern);
            write!(self.code, "#[doc = \"`{pattern}`\"] pub mod {name} {{\n");
            path.extend(&child.segment);
            self.names.push(name);
            self.node(child, path);
            self.names.pop();
            path.pop();
            self.code.push_str("}\n");
        }
    }

    fn endpoint(&mut self, node: &Node, path: &[&Segment]) {
        let Some(endpoint) = &node.endpoint else {
            return;
        };
        // The route table has the same order.
        let index = self.paths.len();
        let exports = &endpoint.file.exports;
        self.paths.push(if exports.generators.is_empty() {
            String::new()
        } else {
            let path = self.names.iter().flat_map(|name| [name, "::"]);
            path.collect()
        });
        let up = "super::".repeat(self.names.len());
        if let Some(module) = self.modules.of(&endpoint.file.path) {
            let cfg = config::cfg_text(exports.cfg.as_deref());
            write!(self.code, "{cfg}pub use crate::{module}::*;\n");
        }
        write!(self.code, "pub use {up}Route::R{index} as ROUTE;\n");
        let parameters = parameters(path);
        let has_sitemaps = exports.has_generator(GENERATE_SITEMAPS);
        href(&mut self.code, node, path, &parameters, has_sitemaps);
        self.link(exports, &parameters);
        if let Some(params) = self.params(parameters) {
            write!(self.code, "pub use {up}{params}::Params;\n");
        }
    }

    /// The function that makes a path of listed values.
    fn link(&mut self, exports: &Exports, parameters: &[Parameter]) {
        let (takes, values) = if exports.has_generator(GENERATE_SITEMAPS) {
            // Below another parameter it is an error.
            if parameters.len() != 1 {
                return;
            }
            ("id: &dyn ::core::fmt::Display", "id".to_owned())
        } else if exports.has_generator(GENERATE_STATIC_PARAMS) && !parameters.is_empty() {
            let values = parameters
                .iter()
                .flat_map(|(name, _)| ["&params.", name, ", "]);
            ("params: &Params", values.collect())
        } else {
            return;
        };
        write!(
            self.code,
            "#[doc(hidden)] pub fn link({takes}) -> ::std::string::String {{ href({values}) }}\n"
        );
    }

    /// The module of the `Params` with these fields.
    fn params(&mut self, parameters: Vec<Parameter>) -> Option<String> {
        if parameters.is_empty() {
            return None;
        }
        let mut lists = self.parameters.iter();
        let existing = lists.position(|list| *list == parameters);
        Some(params_module(existing.unwrap_or_else(|| {
            self.parameters.push(parameters);
            self.parameters.len() - 1
        })))
    }
}

fn href(
    code: &mut String,
    node: &Node,
    path: &[&Segment],
    parameters: &[Parameter],
    has_sitemaps: bool,
) {
    let pattern = code::escaped(&node.pattern);
    write!(
        code,
        "#[doc = \"A link to `{pattern}`, its values percent-encoded.\"] pub fn href("
    );
    for (name, is_many) in parameters {
        let ty = if *is_many {
            "impl ::core::iter::IntoIterator<Item = impl ::core::fmt::Display>"
        } else {
            "impl ::core::fmt::Display"
        };
        write!(code, "{name}: {ty}, ");
    }
    code.push_str(") -> ::std::string::String { ::router_runtime::__private::");
    let segments = || path.iter().filter(|segment| segment.parameter().is_some());
    // Without lists one call is enough, which compiles faster.
    let is_id = |name: &str| has_sitemaps && name == SITEMAP_ID;
    let is_one = |segment: &Segment| matches!(segment, Segment::Dynamic(name) if !is_id(name));
    if parameters.is_empty() {
        write!(code, "href(\"{pattern}\") }}\n");
        return;
    }
    if segments().all(|segment| is_one(segment)) {
        let values = parameters.iter().flat_map(|(name, _)| ["&", name, ", "]);
        let values: String = values.collect();
        write!(code, "href_with(\"{pattern}\", &[{values}]) }}\n");
        return;
    }
    write!(code, "Href::to(\"{pattern}\")");
    for (segment, (name, _)) in segments().zip(parameters) {
        match segment {
            Segment::Static(_) => {}
            Segment::Dynamic(id) if is_id(id) => {
                write!(code, r#".one(::core::format_args!("{{}}.xml", {name}))"#);
            }
            Segment::Dynamic(_) => write!(code, ".one({name})"),
            Segment::CatchAll(_) => write!(code, ".one_or_more({name})"),
            Segment::OptionalCatchAll(_) => write!(code, ".many({name})"),
        }
    }
    code.push_str(".finish() }\n");
}
