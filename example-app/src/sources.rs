//! The files of the app folder, which the application shows to visitors.

use crate::html::escape;

/// The path and the text of each file, listed by `build.rs`.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The origin in the `curl` lines.
const ORIGIN: &str = "http://localhost:3000";

/// A file of the app folder.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The path of the file, relative to the crate.
    pub path: &'static str,
    text: &'static str,
}

/// Returns the file with this path, such as `app/items/route.rs`. A path that is not listed has an empty text.
pub fn file(path: &'static str) -> Source {
    let file = FILES.iter().find(|(file, _)| *file == path);
    let text = file.map_or("", |(_, text)| text);
    Source { path, text }
}

/// Returns the files of a folder, such as `app/items/[slug]`, without those of the folders below.
pub fn of_folder(folder: &str) -> Vec<Source> {
    let files = FILES.iter().map(|(path, text)| Source { path, text });
    files.filter(|file| file.folder() == folder).collect()
}

impl Source {
    /// Returns the folder of the file.
    pub fn folder(self) -> &'static str {
        let (folder, _) = self.path.rsplit_once('/').unwrap_or_default();
        folder
    }

    /// Returns the title in the comment that opens the file, as HTML.
    pub fn title(self) -> String {
        let (title, _) = self.text.split_once('\n').unwrap_or_default();
        with_code(title.trim_start_matches("//! # "))
    }

    /// Returns the code after the comment that opens the file.
    pub fn code(self) -> &'static str {
        let comment = self.text.lines().take_while(|line| line.starts_with("//!"));
        let length = comment.map(|line| line.len() + 1).sum();
        self.text.get(length..).unwrap_or_default().trim()
    }

    /// Returns the comment that opens the file, as HTML.
    pub fn introduction(self) -> String {
        let lines = self.text.lines().map_while(|line| line.strip_prefix("//!"));
        let mut html = String::new();
        let mut paragraph = String::new();
        let mut is_console = false;
        for line in lines.map(|line| line.strip_prefix(' ').unwrap_or(line)) {
            if line.starts_with("```") {
                is_console = !is_console;
                html += if is_console { "<pre>" } else { "</pre>\n" };
            } else if is_console {
                html += &console_line(line);
                html.push('\n');
            } else if let Some(title) = line.strip_prefix("# ") {
                html.extend(["<h2>", &with_code(title), "</h2>\n"]);
            } else if line.is_empty() {
                end_paragraph(&mut html, &mut paragraph);
            } else {
                paragraph = paragraph + line + "\n";
            }
        }
        end_paragraph(&mut html, &mut paragraph);
        html
    }
}

fn end_paragraph(html: &mut String, paragraph: &mut String) {
    if !paragraph.is_empty() {
        html.extend(["<p>", &with_code(paragraph.trim_end()), "</p>\n"]);
        paragraph.clear();
    }
}

/// Escapes text, and makes the parts between backquotes code.
fn with_code(text: &str) -> String {
    let parts = escape(text);
    let parts = parts.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => part.to_owned(),
        _ => format!("<code>{part}</code>"),
    });
    parts.collect()
}

/// Escapes a line. A command is bold, and the address of a plain `GET` is a link.
fn console_line(line: &str) -> String {
    let Some(command) = line.strip_prefix("$ ") else {
        return escape(line);
    };
    let command = match command.split_once(ORIGIN) {
        Some((before, path)) if matches!(before, "curl -s " | "curl -s '" | "curl -s -N ") => {
            let (path, quote) = match path.strip_suffix('\'') {
                Some(path) => (path, "'"),
                None => (path, ""),
            };
            let (path, before) = (escape(path), escape(before));
            format!("{before}<a href=\"{path}\">{ORIGIN}{path}</a>{quote}")
        }
        _ => escape(command),
    };
    format!("<b>$ {command}</b>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_folder_are_found() {
        let paths = |folder: &str| -> Vec<_> {
            let files = of_folder(folder).into_iter();
            files.map(|file| file.path).collect()
        };
        assert_eq!(
            paths("app/admin"),
            ["app/admin/middleware.rs", "app/admin/route.rs"]
        );
        assert_eq!(paths("app/items/[slug]"), ["app/items/[slug]/route.rs"]);
        assert_eq!(paths("app/nothing"), [""; 0]);
    }

    #[test]
    fn a_comment_becomes_html() {
        let source = Source {
            path: "app/a/route.rs",
            text: "//! # A `b`\n//!\n//! One <i>\n//! two.\n//!\n//! ```console\n//! $ curl -s 'http://localhost:3000/a?b&c'\n//! < 200\n//! ```\n\npub fn f() {}\n",
        };
        assert_eq!(
            source.introduction(),
            "<h2>A <code>b</code></h2>\n<p>One &lt;i&gt;\ntwo.</p>\n<pre>\
             <b>$ curl -s '<a href=\"/a?b&amp;c\">http://localhost:3000/a?b&amp;c</a>'</b>\n&lt; 200\n</pre>\n"
        );
        assert_eq!(source.code(), "pub fn f() {}");
    }
}
