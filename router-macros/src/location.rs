//! Where a byte of a source file stands, as rustc prints it.

use crate::route_file::Position;

/// The line and column of the byte at `offset`. An offset past the end counts as the end.
pub(crate) fn position(text: &str, offset: usize) -> Position {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line_start = before
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    let continuation = |byte: &&u8| (**byte & 0b1100_0000) != 0b1000_0000;
    Position {
        line: before.iter().filter(|&&byte| byte == b'\n').count() + 1,
        column: before[line_start..].iter().filter(continuation).count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let text = "a\n日本x\r\n\ty";
        for (offset, line, column) in [(0, 1, 1), (2, 2, 1), (8, 2, 3), (12, 3, 2), (99, 3, 3)] {
            assert_eq!(
                position(text, offset),
                Position { line, column },
                "{offset}"
            );
        }
    }
}
