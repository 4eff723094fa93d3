//! The tree `app::items::slug::{href, Params, ROUTE}`.

use super::modules::Modules;
use crate::{
    names,
    segment::Segment,
    tree::{Node, RouteTree, SITEMAP_ID},
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// Everything below `mod app` that is named after folders.
pub(super) fn write(tree: &RouteTree, modules: &Modules<'_>) -> Folders {
    let mut writer = Writer {
        modules,
        names: Vec::new(),
        parameters: Vec::new(),
        paths: Vec::new(),
    };
    let folders = writer.node(&tree.root, &mut Vec::new());
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
    /// By route: `items::slug::`, which leads from `mod app` to its module.
    pub(super) paths: Vec<TokenStream>,
}

/// No folder's module has a capital in its name.
fn params_module(index: usize) -> Ident {
    format_ident!("Params{index}")
}

struct Writer<'a> {
    modules: &'a Modules<'a>,
    /// The modules on the way from `mod app`.
    names: Vec<Ident>,
    paths: Vec<TokenStream>,
    /// Every list of parameters that some folder has: a `Params` for each list, not for each folder, because seven
    /// derived and written impls are dear to compile.
    parameters: Vec<Vec<Parameter>>,
}

impl<'a> Writer<'a> {
    fn node(&mut self, node: &'a Node, path: &mut Vec<&'a Segment>) -> TokenStream {
        let own = self.endpoint(node, path);
        let mut named: Vec<_> = node
            .children
            .iter()
            .map(|child| (names::identifier(name_of(child)), child.pattern.clone()))
            .collect();
        names::distinguish(&mut named);
        let children: Vec<TokenStream> = node
            .children
            .iter()
            .zip(named)
            .map(|(child, (name, pattern))| {
                let name = Ident::new(&name, Span::call_site());
                path.extend(&child.segment);
                self.names.push(name.clone());
                let items = self.node(child, path);
                self.names.pop();
                path.pop();
                let doc = format!("`{pattern}`");
                quote! {
                    #[doc = #doc]
                    pub mod #name { #items }
                }
            })
            .collect();
        quote!(#own #(#children)*)
    }

    fn endpoint(&mut self, node: &Node, path: &[&Segment]) -> Option<TokenStream> {
        let endpoint = node.endpoint.as_ref()?;
        // The manifest walks the tree in this order too.
        let index = self.paths.len();
        let names = &self.names;
        self.paths.push(quote!(#(#names::)*));
        let up: TokenStream = names.iter().map(|_| quote!(super::)).collect();
        let module = self.modules.of(&endpoint.file);
        let exports = module.map(|module| quote!(pub use crate::#module::*;));
        let parameters = parameters(path);
        let href = href(node, path, &parameters);
        let link = endpoint.source.generate_static_params.as_ref().map(|_| {
            let names = parameters.iter().map(|(name, _)| name);
            quote! {
                #[doc(hidden)]
                pub fn link(params: &Params) -> ::std::string::String {
                    href(#(&params.#names),*)
                }
            }
        });
        let link = link.filter(|_| !parameters.is_empty());
        let link = match &endpoint.source.generate_sitemaps {
            // Below another parameter it is a mistake.
            Some(_) => (parameters.len() == 1).then(|| {
                quote! {
                    #[doc(hidden)]
                    pub fn link(id: &dyn ::core::fmt::Display) -> ::std::string::String {
                        href(id)
                    }
                }
            }),
            None => link,
        };
        let params = self
            .params(parameters)
            .map(|params| quote!(pub use #up #params::Params;));
        let doc = format!("`{}`", endpoint.file);
        Some(quote! {
            #exports
            #[doc = #doc]
            pub static ROUTE: ::router_runtime::__private::Route =
                ::router_runtime::__private::route(&#up ROUTES, #index);
            #href
            #link
            #params
        })
    }

    /// The module of the `Params` with these fields.
    fn params(&mut self, parameters: Vec<Parameter>) -> Option<Ident> {
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
type Parameter = (Ident, bool);

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
    let identifiers = named
        .into_iter()
        .map(|(name, _)| Ident::new(&name, Span::call_site()));
    identifiers.zip(many).collect()
}

fn href(node: &Node, path: &[&Segment], parameters: &[Parameter]) -> TokenStream {
    let arguments = parameters.iter().map(|(name, is_many)| {
        if *is_many {
            quote!(#name: impl ::core::iter::IntoIterator<Item = impl ::core::fmt::Display>)
        } else {
            quote!(#name: impl ::core::fmt::Display)
        }
    });
    let mut names = parameters.iter();
    let calls: Vec<TokenStream> = path
        .iter()
        .filter_map(|segment| match segment {
            Segment::Static(text) => Some(quote!(.push_static(#text))),
            Segment::Dynamic(name) if name == SITEMAP_ID => names
                .next()
                .map(|(name, _)| quote!(.one(::core::format_args!("{}.xml", #name)))),
            Segment::Dynamic(_) => names.next().map(|(name, _)| quote!(.one(#name))),
            Segment::CatchAll(_) => names.next().map(|(name, _)| quote!(.one_or_more(#name))),
            Segment::OptionalCatchAll(_) => names.next().map(|(name, _)| quote!(.many(#name))),
        })
        .collect();
    let doc = format!("A link to `{}`, its values percent-encoded.", node.pattern);
    quote! {
        #[doc = #doc]
        pub fn href(#(#arguments),*) -> ::std::string::String {
            ::router_runtime::__private::Href::new()#(#calls)*.finish()
        }
    }
}

fn params(module: &Ident, parameters: &[Parameter]) -> TokenStream {
    let fields = parameters.iter().map(|(name, is_many)| {
        if *is_many {
            quote!(pub #name: ::std::vec::Vec<::std::string::String>)
        } else {
            quote!(pub #name: ::std::string::String)
        }
    });
    let values = parameters.iter().map(|(name, is_many)| {
        if *is_many {
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
