//! The tasks of an application: `ROUTER_TASK=routes`.

use crate::{
    config::Rendering,
    server::Task,
    table::{RouteInfo, RouteKind, RouteTable},
};
use serde_json::{Value, json};

/// The tasks of an application, by name.
pub(super) const TASKS: &[Task<RouteTable>] = &[
    ("routes", RouteTable::to_string),
    ("routes --json", as_json),
];

fn as_json(routes: &RouteTable) -> String {
    let routes: Vec<_> = routes.iter().map(route).collect();
    format!("{:#}", json!({ "routes": routes }))
}

fn route(route: &RouteInfo) -> Value {
    let methods: Vec<_> = route
        .methods
        .iter()
        .map(|method| method.to_string())
        .collect();
    json!({
        "pattern": route.pattern,
        "file": route.file,
        "kind": match route.kind {
            RouteKind::Route => "route",
            RouteKind::Page => "page",
            RouteKind::Metadata => "metadata",
            RouteKind::Asset => "asset",
        },
        "methods": methods,
        "rendering": match route.rendering() {
            Rendering::Static => "static",
            Rendering::Revalidated => "revalidated",
            Rendering::Dynamic => "dynamic",
        },
    })
}
