use axum::response::Redirect;

pub async fn GET(path: axum::extract::MatchedPath, uri: axum::http::Uri) -> Redirect {
    Redirect::to(&format!("{uri}{}", path.as_str()))
}
