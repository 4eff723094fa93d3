//! The `routes!` macro of `router-runtime`.

mod diagnostics;
mod route_file;
mod scan;
mod segment;
mod tree;
