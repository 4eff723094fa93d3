//! The `routes!` macro of `router-runtime`.

mod app_file;
mod check;
mod diagnostics;
mod location;
mod route_file;
mod scan;
mod segment;
mod tree;
