//! The frame around every page.

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
:root {{ color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif }}
body {{ max-width: 42rem; margin: 3rem auto; padding: 0 1rem }}
h1 {{ font-weight: 600; line-height: 1.2 }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.5rem }}
dd {{ margin: 0 }}
a {{ color: #1d5fbf }}
@media (prefers-color-scheme: dark) {{ a {{ color: #8ab8ff }} }}
@media (max-width: 30rem) {{ dl {{ display: block }} dd {{ margin-bottom: .7rem }} }}
</style>
</head>
<body>
{body}
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
