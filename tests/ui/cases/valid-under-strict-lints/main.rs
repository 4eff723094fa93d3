//! A crate with many lints.

#![deny(warnings)]
#![warn(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    unnameable_types,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unused_lifetimes,
    unused_import_braces,
    unused_results,
    elided_lifetimes_in_paths,
    let_underscore_drop,
    redundant_lifetimes,
    unsafe_code,
    variant_size_differences
)]

use router_runtime::routes;

routes!("cases/valid-under-strict-lints/app");

fn main() {
    drop(app::router());
}
