//! The frame around every page.

/// Where the shop is, for those who cannot follow a path alone.
pub const ORIGIN: &str = "http://localhost:3000";

/// How every page looks.
pub const STYLE: &str = include_str!("style.css");

/// A whole document; `title` and `body` are HTML.
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

/// Text as HTML or XML shows it.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
