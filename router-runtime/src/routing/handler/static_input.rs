//! The arguments that a cached `GET` may take.

use super::{
    arity::for_each_arity,
    signature::{Argument, ReexportedHandler},
};
use crate::{
    cache::CacheEntry,
    data::DataCache,
    extract::{After, Children, Cookies, Path, Query},
    metadata::SitemapId,
};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
};

/// Marks an extractor whose value is the same for every request to a path, so a cached handler may take it.
///
/// The response of a cached `GET` is sent to every client that requests its path. Its handler runs on a blank request, in which
/// extractors of headers or the query find nothing. Path parameters, the state, `DataCache` and `Fetch` are static. Mark your own
/// extractor, if it reads nothing else, with one line: `impl StaticInput for Tenant {}`.
///
/// The compiler cannot check the promise. A marked extractor that does read headers, cookies or the query silently finds none of
/// them. It never sees the request of another client, so nothing leaks from one client to another.
///
/// ```
/// # use router_runtime::{__private::{allowed, signature2}, prelude::*};
/// // pub const revalidate: u32 = 60;
/// pub async fn GET(Path(slug): Path<String>, State(greeting): State<String>) -> String {
///     greeting + &slug
/// }
/// # let (slug, greeting, _) = signature2(&GET);
/// # allowed::<true, false, false, _, _>(&GET, &slug);
/// # allowed::<true, false, false, _, _>(&GET, &greeting);
/// ```
///
/// ```compile_fail,E0277
/// # use router_runtime::{__private::{allowed, signature1}, prelude::*};
/// // pub const revalidate: u32 = 60;
/// pub async fn GET(headers: HeaderMap) -> String {
///     format!("{headers:?}")
/// }
/// # let (headers, _) = signature1(&GET);
/// # allowed::<true, true, false, _, _>(&GET, &headers);
/// ```
pub trait StaticInput {}

impl StaticInput for () {}
impl StaticInput for After {}
impl StaticInput for Children {}
impl<T> StaticInput for Path<T> {}
impl<T> StaticInput for axum::extract::Path<T> {}
impl<T> StaticInput for State<T> {}
impl StaticInput for CacheEntry {}
impl StaticInput for DataCache {}
#[cfg(feature = "fetch")]
impl StaticInput for crate::fetch::Fetch {}
impl<T> StaticInput for SitemapId<T> {}
impl<T: StaticInput> StaticInput for Option<T> {}
impl<T: StaticInput, E> StaticInput for Result<T, E> {}

/// An argument of a `GET`. `CACHED` follows from the file's constants, `QUERY` and `HEADERS` from the names that they declare; cookies
/// are a header.
#[diagnostic::on_unimplemented(
    message = "[R0504] a cached handler takes `{Self}`, which may read the request",
    label = "the handler `{H}` is cached because of `revalidate`, `dynamic = \"error\"` or because it is a metadata file",
    note = "to cache by query parameters, headers or cookies, list them: `pub const cache_query: &[&str]` for `Query`, `pub const cache_vary: &[&str]` for `HeaderMap`, `pub const cache_cookies: &[&str]` for `Cookies`",
    note = "to run per request, remove `revalidate` and `dynamic`; in a metadata file write `dynamic = \"force-dynamic\"`",
    note = "to see a blank request, write `pub const dynamic: &str = \"force-static\";`",
    note = "if it reads only the path, write `impl StaticInput for {Self}`"
)]
pub trait AllowedIn<const CACHED: bool, const QUERY: bool, const HEADERS: bool, H> {}

impl<T, H, const QUERY: bool, const HEADERS: bool> AllowedIn<false, QUERY, HEADERS, H> for T {}

#[diagnostic::do_not_recommend]
impl<T: StaticInput, H, const QUERY: bool, const HEADERS: bool> AllowedIn<true, QUERY, HEADERS, H>
    for T
{
}

#[diagnostic::do_not_recommend]
impl<T, H, const HEADERS: bool> AllowedIn<true, true, HEADERS, H> for Query<T> {}
#[diagnostic::do_not_recommend]
impl<T, H, const HEADERS: bool> AllowedIn<true, true, HEADERS, H> for axum::extract::Query<T> {}
#[diagnostic::do_not_recommend]
impl<H, const HEADERS: bool> AllowedIn<true, true, HEADERS, H> for RawQuery {}
#[diagnostic::do_not_recommend]
impl<H, const QUERY: bool> AllowedIn<true, QUERY, true, H> for HeaderMap {}
#[diagnostic::do_not_recommend]
impl<H, const QUERY: bool> AllowedIn<true, QUERY, true, H> for Cookies {}
#[cfg(feature = "cookie-signed")]
#[diagnostic::do_not_recommend]
impl<H, const QUERY: bool> AllowedIn<true, QUERY, true, H> for crate::extract::SignedCookies {}
#[cfg(feature = "cookie-private")]
#[diagnostic::do_not_recommend]
impl<H, const QUERY: bool> AllowedIn<true, QUERY, true, H> for crate::extract::PrivateCookies {}

/// The arguments of a re-exported handler, as axum's `Handler` lists them, each of which is [`AllowedIn`].
pub trait AllAllowedIn<const CACHED: bool, const QUERY: bool, const HEADERS: bool, H> {}

impl<const CACHED: bool, const QUERY: bool, const HEADERS: bool, H>
    AllAllowedIn<CACHED, QUERY, HEADERS, H> for ((),)
{
}

macro_rules! all_allowed {
    (
        $call:ident $sync:ident $signature:ident $arguments:ident $placed:ident $placed_sync:ident:
        [$(($A:ident $a:ident $F:ident $P:ident))*] $L:ident $l:ident $G:ident $Q:ident
    ) => {
        impl<const CACHED: bool, const QUERY: bool, const HEADERS: bool, H, M, $($A,)* $L>
            AllAllowedIn<CACHED, QUERY, HEADERS, H> for (M, $($A,)* $L,)
        where
            $($A: AllowedIn<CACHED, QUERY, HEADERS, H>,)*
            $L: AllowedIn<CACHED, QUERY, HEADERS, H>,
        {
        }
    };
}

for_each_arity!(all_allowed);

/// Compiles only if all arguments of a re-exported handler are allowed.
pub fn reexport_allowed<const CACHED: bool, const QUERY: bool, const HEADERS: bool, S, H, T>(
    _handler: &H,
) where
    H: ReexportedHandler<T, S>,
    T: AllAllowedIn<CACHED, QUERY, HEADERS, H>,
{
}

/// Compiles only if the argument is allowed.
pub fn allowed<const CACHED: bool, const QUERY: bool, const HEADERS: bool, H, T>(
    _handler: &H,
    _: &Argument<T>,
) where
    T: AllowedIn<CACHED, QUERY, HEADERS, H>,
{
}
