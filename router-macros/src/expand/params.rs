//! The struct `Params` of folders with parameters.

use super::code;
use crate::{names, segment::Segment};
use proc_macro2::TokenStream;
use quote::quote;

/// A parameter: its identifier, and whether it has many segments.
pub(super) type Parameter = (String, bool);

/// The parameters on a path, with distinct identifiers.
pub(super) fn parameters(path: &[&Segment]) -> Vec<Parameter> {
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

/// A module with the `Params` of these parameters.
pub(super) fn write(module: &str, parameters: &[Parameter]) -> TokenStream {
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
