//! Escaped text in XML.

/// Appends escaped text or the value of an attribute. Characters that XML documents cannot contain are omitted.
pub(super) fn push_escaped(xml: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&apos;"),
            // https://www.w3.org/TR/xml/#charsets
            '\t' | '\n' | '\r' => xml.push(letter),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => xml.push(letter),
        }
    }
}

/// Appends an element with text on a line of its own.
pub(super) fn push_element(xml: &mut String, name: &str, text: &str) {
    push_element_with(xml, name, None, text);
}

/// Appends an element with an attribute and text on a line of its own.
pub(super) fn push_element_with(
    xml: &mut String,
    name: &str,
    attribute: Option<(&str, &str)>,
    text: &str,
) {
    xml.push('<');
    xml.push_str(name);
    if let Some((attribute, value)) = attribute {
        xml.push(' ');
        xml.push_str(attribute);
        xml.push_str("=\"");
        push_escaped(xml, value);
        xml.push('"');
    }
    xml.push('>');
    push_escaped(xml, text);
    xml.push_str("</");
    xml.push_str(name);
    xml.push_str(">\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        let mut xml = String::new();
        push_element_with(&mut xml, "a", Some(("b", "\"&'")), "<c>\0\u{b}d\n\u{fffe}é");
        assert_eq!(xml, "<a b=\"&quot;&amp;&apos;\">&lt;c&gt;d\né</a>\n");
    }
}
