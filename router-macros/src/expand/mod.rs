//! The expansion of `routes!`.

mod application;
mod call;
mod code;
mod config;
mod definition;
mod doubts;
mod entry_points;
mod error_pages;
mod folders;
mod glob_exports;
mod handlers;
mod layouts;
mod manifest;
mod metadata;
mod middleware;
mod modules;
mod params;
mod renamed;
mod route;
mod static_params;

pub(crate) use application::{Found, expand};
