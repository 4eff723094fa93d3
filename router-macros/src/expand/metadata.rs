//! What generated code says about metadata files.

use super::{code, manifest::Route};
use crate::{app_file::FileKind, metadata_file::Metadata};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// Sends a file; `folder` leads from the calling file to the app folder.
pub(super) fn asset(file: &str, folder: &str) -> String {
    let path = code::literal(&format!("{folder}/{file}"));
    let file = code::literal(file.rsplit('/').next().unwrap_or_default());
    format!(
        "static ASSET: Asset = Asset::new({file}, ::core::include_bytes!({path}));
        send_asset(call, &ASSET)"
    )
}

/// The body of a handler's function, whose answer gets what its file does not say.
pub(super) fn finished(metadata: Metadata, body: &str) -> String {
    let content_type = match metadata {
        Metadata::Sitemap => "application/xml",
        Metadata::Robots => "text/plain",
        Metadata::Manifest => "application/manifest+json",
        _ => return format!("send_image(call, |call| {{ {body} }})"),
    };
    format!("send_document(call, {content_type:?}, |call| {{ {body} }})")
}

/// The compiler leaves out the module of a name that it knows once, and a handler's module tells its file.
pub(super) fn namesakes(routes: &[Route<'_>]) -> Option<TokenStream> {
    let sources = routes.iter().filter_map(|route| match route.endpoint.kind {
        FileKind::Metadata(metadata) => Some(metadata.exports()),
        _ => None,
    });
    let names: BTreeSet<&str> = sources.flatten().copied().collect();
    let names = names
        .into_iter()
        .map(|name| Ident::new(name, Span::call_site()));
    let names: Vec<Ident> = names.collect();
    (!names.is_empty()).then(|| quote!(const _: () = { #(const #names: () = ();)* };))
}
