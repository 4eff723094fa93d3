//! Text in HTML.

use std::fmt::{self, Display, Write};

/// Text in HTML.
pub(super) struct Escaped<T>(pub(super) T);

impl<T: Display> Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaper(f), "{}", self.0)
    }
}

struct Escaper<'w, W>(&'w mut W);

impl<W: Write> Write for Escaper<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for part in text.split_inclusive(['&', '<', '>', '"', '\'']) {
            let plain = part.trim_end_matches(['&', '<', '>', '"', '\'']);
            self.0.write_str(plain)?;
            self.0.write_str(match &part[plain.len()..] {
                "&" => "&amp;",
                "<" => "&lt;",
                ">" => "&gt;",
                "\"" => "&quot;",
                "'" => "&#39;",
                _ => "",
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn text_is_escaped() {
        for (text, expected) in [
            ("", ""),
            ("plain ü", "plain ü"),
            ("<script>", "&lt;script&gt;"),
            ("a&&b", "a&amp;&amp;b"),
            ("\"'", "&quot;&#39;"),
            ("x<", "x&lt;"),
        ] {
            assert_eq!(Escaped(text).to_string(), expected);
        }
    }
}
