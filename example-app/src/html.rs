//! The frame around every page.

const STYLE: &str = include_str!("style.css");

/// A whole document; `title` and `body` are HTML.
pub fn document(title: &str, body: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
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

/// Text as HTML or XML shows it.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
