//! The HTML document around every page.

/// The origin of the shop, for absolute links.
pub const ORIGIN: &str = "http://localhost:3000";

/// The style sheet of every page.
pub const STYLE: &str = include_str!("style.css");

/// Returns a complete document. `title` and `body` are HTML.
pub fn document(title: &str, body: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="icon" href="/icon.svg">
<style>
{STYLE}</style>
</head>
<body>
<header><a href="/">The shop</a></header>
<main>
{body}
</main>
</body>
</html>
"#
    )
}

/// Escapes text for HTML and XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
