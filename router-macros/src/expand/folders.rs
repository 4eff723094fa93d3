//! The tree `app::items::slug::{href, Params, ROUTE}`.

use super::{
    code::{self, write},
    config,
    modules::Modules,
};
use crate::{
    names,
    route_file::{GENERATE_SITEMAPS, GENERATE_STATIC_PARAMS, RouteFile},
    segment::Segment,
    tree::{Node, RouteTree, SITEMAP_ID},
};
use proc_macro2::TokenStream;
use quote::quote;

/// Everything below `mod app` that is named after folders.
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
        .map(|(index, parameters)| params(&params_module(index), parameters));
    Folders {
        items: quote!(#folders #(#params)*),
        paths: writer.paths,
    }
}

/// The modules that are named after folders.
pub(super) struct Folders {
    pub(super) items: TokenStream,
    /// By route: `items::slug::`, which leads from `mod app` to its module; empty where no `link` stands.
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
    /// Every list of parameters that some folder has: a `Params` for each list, not for each folder, because seven
    /// derived and written impls are dear to compile.
    parameters: Vec<Vec<Parameter>>,
}

impl<'a> Writer<'a> {
    fn node(&mut self, node: &'a Node, path: &mut Vec<&'a Segment>) {
        self.endpoint(node, path);
        let mut named: Vec<_> = node
            .children
            .iter()
            .map(|child| (names::identifier(name_of(child)), child.pattern.clone()))
            .collect();
        names::distinguish(&mut named);
        for (child, (name, pattern)) in node.children.iter().zip(named) {
            let pattern = code::escaped(&pattern);
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
        // The manifest walks the tree in this order too.
        let index = self.paths.len();
        let source = &endpoint.source;
        self.paths.push(if source.generators.is_empty() {
            String::new()
        } else {
            let way = self.names.iter().flat_map(|name| [name, "::"]);
            way.collect()
        });
        let up = "super::".repeat(self.names.len());
        if let Some(module) = self.modules.of(&endpoint.file) {
            let cfg = config::cfg_text(source.cfg.as_deref());
            write!(self.code, "{cfg}pub use crate::{module}::*;\n");
        }
        write!(self.code, "pub use {up}Route::R{index} as ROUTE;\n");
        let parameters = parameters(path);
        let has_sitemaps = source.has_generator(GENERATE_SITEMAPS);
        href(&mut self.code, node, path, &parameters, has_sitemaps);
        self.link(&endpoint.source, &parameters);
        if let Some(params) = self.params(parameters) {
            write!(self.code, "pub use {up}{params}::Params;\n");
        }
    }

    /// What makes a path of the values that a file lists.
    fn link(&mut self, source: &RouteFile, parameters: &[Parameter]) {
        let (takes, values) = if source.has_generator(GENERATE_SITEMAPS) {
            // Below another parameter it is a mistake.
            if parameters.len() != 1 {
                return;
            }
            ("id: &dyn ::core::fmt::Display", "id".to_owned())
        } else if source.has_generator(GENERATE_STATIC_PARAMS) && !parameters.is_empty() {
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
        let known = self
            .parameters
            .iter()
            .position(|known| *known == parameters);
        Some(params_module(known.unwrap_or_else(|| {
            self.parameters.push(parameters);
            self.parameters.len() - 1
        })))
    }
}

/// The text of a segment that names its module.
fn name_of(node: &Node) -> &str {
    match &node.segment {
        None => "",
        Some(
            Segment::Static(name)
            | Segment::Dynamic(name)
            | Segment::CatchAll(name)
            | Segment::OptionalCatchAll(name),
        ) => name,
    }
}

/// A parameter: its identifier, and whether it holds many segments.
type Parameter = (String, bool);

fn parameters(path: &[&Segment]) -> Vec<Parameter> {
    let mut named = Vec::new();
    let mut many = Vec::new();
    for segment in path {
        let (name, is_many) = match segment {
            Segment::Static(_) => continue,
            Segment::Dynamic(name) => (name, false),
            Segment::CatchAll(name) | Segment::OptionalCatchAll(name) => (name, true),
        };
        named.push((names::identifier(name), format!("{} {name}", named.len())));
        many.push(is_many);
    }
    names::distinguish(&mut named);
    let identifiers = named.into_iter().map(|(name, _)| name);
    identifiers.zip(many).collect()
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
    // A text each or nothing at all: one call is all that the compiler has to look at.
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

fn params(module: &str, parameters: &[Parameter]) -> TokenStream {
    let module = code::identifier(module);
    let parameters: Vec<_> = parameters
        .iter()
        .map(|(name, is_many)| (code::identifier(name), is_many))
        .collect();
    let fields = parameters.iter().map(|(name, is_many)| {
        if **is_many {
            quote!(pub #name: ::std::vec::Vec<::std::string::String>)
        } else {
            quote!(pub #name: ::std::string::String)
        }
    });
    let values = parameters.iter().map(|(name, is_many)| {
        if **is_many {
            quote!(#name: values.many()?)
        } else {
            quote!(#name: values.one()?)
        }
    });
    quote! {
        #[doc(hidden)]
        pub mod #module {
            /// The parameters of this folder, decoded; an extractor.
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            pub struct Params { #(#fields),* }

            impl ::router_runtime::__private::RouteParams for Params {
                fn read(
                    values: &mut ::router_runtime::__private::ParamValues<'_>,
                ) -> ::core::result::Result<Self, ::router_runtime::__private::PathRejection> {
                    ::core::result::Result::Ok(Self { #(#values),* })
                }
            }

            impl<S: ::core::marker::Sync> ::router_runtime::__private::FromRequestParts<S> for Params {
                type Rejection = ::router_runtime::__private::PathRejection;

                async fn from_request_parts(
                    parts: &mut ::router_runtime::__private::Parts,
                    _: &S,
                ) -> ::core::result::Result<Self, Self::Rejection> {
                    ::router_runtime::__private::params(parts)
                }
            }

            impl ::router_runtime::__private::StaticInput for Params {}
        }
    }
}
