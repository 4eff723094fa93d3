//! The source of a route's handlers, for applications on top of axum.

use crate::tree::{Kind, Route};

/// The style of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `GET` and `POST` with the prelude.
    FileRoutes,
    /// `get` and `post` with axum's own items.
    Axum,
    /// `get` and `post` with actix-web's.
    Actix,
}

/// Returns the text of one handler file.
pub fn source(route: Route, style: Style) -> String {
    let mut text = imports(route, style);
    text.push('\n');
    text.push_str(&get(route, style));
    if route.has_post() {
        text.push('\n');
        text.push_str(&post(route, style));
    }
    text
}

/// Returns the file with another literal in it, or with its former literal.
pub fn edit_literal(text: &str) -> Option<String> {
    let edited = text.replacen("\"ok ", "\"fine ", 1);
    (edited != text).then_some(edited)
}

/// Returns the file with one more `.await` in its first handler.
pub fn add_await(text: &str) -> Option<String> {
    let edited = text.replacen(" {\n", " {\n    std::future::ready(()).await;\n", 1);
    (edited != text).then_some(edited)
}

fn imports(route: Route, style: Style) -> String {
    let mut lines: Vec<&str> = Vec::new();
    match style {
        Style::FileRoutes => {
            match route.kind {
                Kind::Static | Kind::Param | Kind::Segments => {}
                Kind::AxumParam | Kind::CatchAll | Kind::OwnExtractor => {
                    lines.push("use axum::extract::Path;");
                }
                Kind::MatchedPath => lines.push("use axum::extract::{MatchedPath, Path};"),
            }
            if route.has_post() || matches!(route.kind, Kind::Param | Kind::Segments) {
                lines.push("use router_runtime::prelude::*;");
            }
        }
        Style::Axum => {
            if route.has_post() {
                lines.push("use axum::Json;");
            }
            match route.kind {
                Kind::Static => {}
                Kind::MatchedPath => lines.push("use axum::extract::{MatchedPath, Path};"),
                _ => lines.push("use axum::extract::Path;"),
            }
        }
        Style::Actix => {
            if route.has_post() {
                lines.push("use actix_web::web::Json;");
            }
            match route.kind {
                Kind::Static => {}
                Kind::MatchedPath => lines.push("use actix_web::{HttpRequest, web::Path};"),
                _ => lines.push("use actix_web::web::Path;"),
            }
        }
    }
    if route.has_post() {
        lines.push("\nuse crate::item::Item;");
    }
    if route.kind == Kind::OwnExtractor && style != Style::Actix {
        lines.push("\nuse crate::item::Matched;");
    }
    lines.into_iter().flat_map(|line| [line, "\n"]).collect()
}

fn get(route: Route, style: Style) -> String {
    let name = match style {
        Style::FileRoutes => "GET",
        Style::Axum | Style::Actix => "get",
    };
    let index = route.index;
    match (route.kind, style) {
        (Kind::MatchedPath, Style::Actix) => format!(
            "pub async fn {name}(request: HttpRequest, id: Path<String>) -> String {{\n    \
             format!(\"{{}} {{id}}\", request.match_pattern().unwrap_or_default())\n}}\n"
        ),
        (
            Kind::Param | Kind::AxumParam | Kind::CatchAll | Kind::Segments | Kind::OwnExtractor,
            Style::Actix,
        ) => format!(
            "pub async fn {name}(path: Path<String>) -> String {{\n    path.into_inner()\n}}\n"
        ),
        (Kind::Static, _) => {
            format!("pub async fn {name}() -> &'static str {{\n    \"ok {index}\"\n}}\n")
        }
        (Kind::Param | Kind::AxumParam, _) => {
            format!("pub async fn {name}(Path(id): Path<String>) -> String {{\n    id\n}}\n")
        }
        (Kind::CatchAll, _) | (Kind::Segments, Style::Axum) => {
            format!("pub async fn {name}(Path(path): Path<String>) -> String {{\n    path\n}}\n")
        }
        (Kind::Segments, Style::FileRoutes) => format!(
            "pub async fn {name}(Path(path): Path<Vec<String>>) -> String {{\n    path.join(\"/\")\n}}\n"
        ),
        (Kind::MatchedPath, _) => format!(
            "pub async fn {name}(matched: MatchedPath, Path(id): Path<String>) -> String {{\n    \
             format!(\"{{}} {{id}}\", matched.as_str())\n}}\n"
        ),
        (Kind::OwnExtractor, _) => format!(
            "pub async fn {name}(matched: Matched, Path(id): Path<String>) -> String {{\n    \
             format!(\"{{}} {{id}}\", matched.0.as_str())\n}}\n"
        ),
    }
}

fn post(route: Route, style: Style) -> String {
    let name = match style {
        Style::FileRoutes => "POST",
        Style::Axum | Style::Actix => "post",
    };
    format!(
        "pub async fn {name}(Json(item): Json<Item>) -> Json<Item> {{\n    \
         let note = \"ok {}\".to_owned();\n    Json(Item {{ note, ..item }})\n}}\n",
        route.index
    )
}

/// The module `item`, which every `POST` uses, with an extractor that the router does not know.
pub const ITEM: &str = "\
use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Item {
    pub name: String,
    pub note: String,
}

#[allow(dead_code)]
pub struct Matched(pub MatchedPath);

impl<S: Send + Sync> FromRequestParts<S> for Matched {
    type Rejection = <MatchedPath as FromRequestParts<S>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        MatchedPath::from_request_parts(parts, state).await.map(Self)
    }
}
";
