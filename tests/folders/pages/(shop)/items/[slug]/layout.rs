//! A layout below a parameter, with askama and extensions that only axum's Router inserts.

use askama::Template;
use axum::extract::MatchedPath;
use router_runtime::prelude::*;

#[derive(Template)]
#[template(
    source = "<h1>{{ slug }} {{ path }}</h1>{{ children|safe }}",
    ext = "html"
)]
struct Around {
    slug: String,
    path: String,
    children: Children,
}

pub async fn layout(
    Path(slug): Path<String>,
    path: MatchedPath,
    State(locked): State<crate::Locked>,
    children: Children,
) -> Result<impl IntoResponse> {
    if slug == locked.0 {
        return Err(redirect("/"));
    }
    if slug == "broken" {
        slug.parse::<u32>()?;
    }
    let around = Around {
        slug,
        path: path.as_str().to_owned(),
        children,
    };
    let headers = [
        ("x-layout", "item"),
        ("x-page", "layout"),
        ("set-cookie", "layout=1"),
        ("vary", "x-layout"),
    ];
    Ok((headers, Html(around.render()?)))
}
