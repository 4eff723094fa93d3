//! The code of metadata files.

use super::{code, route::Route};
use crate::{app_file::FileKind, metadata_file::Metadata};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// Sends an asset; `folder` leads from the calling file to the app folder.
pub(super) fn asset(file: &str, folder: &str) -> String {
    let path = code::literal(&format!("{folder}/{file}"));
    let file = code::literal(file.rsplit('/').next().unwrap_or_default());
    format!(
        "static ASSET: Asset = Asset::new({file}, ::core::include_bytes!({path}));
        send_asset(call, &ASSET)"
    )
}

/// Completes the response of a handler with the headers that its file does not set.
pub(super) fn finished(metadata: Metadata, body: &str) -> String {
    let content_type = match metadata {
        Metadata::Sitemap => "application/xml",
        Metadata::Robots => "text/plain",
        Metadata::Manifest => "application/manifest+json",
        _ => return format!("send_image(call, |call| {{ {body} }})"),
    };
    format!("send_document(call, {content_type:?}, |call| {{ {body} }})")
}

/// Constants named like handlers, so that messages tell the module of a handler.
pub(super) fn namesakes(routes: &[Route<'_>]) -> Option<TokenStream> {
    let sources = routes.iter().filter_map(|route| match route.file().kind {
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
