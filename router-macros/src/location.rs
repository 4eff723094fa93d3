//! Lines and columns, as rustc prints them.

/// A line and a column in characters, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The position of the byte at `offset`. An offset past the end counts as the end.
pub(crate) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let is_first = line.len() == before.len();
    Position {
        line: if is_first {
            1
        } else {
            above.matches('\n').count() + 2
        },
        column: line.chars().count() + 1,
    }
}

/// Ascending positions in one text, so that lines are counted once.
#[derive(Debug)]
pub(crate) struct Positions<'t> {
    text: &'t str,
    line: usize,
    /// The offset at which that line starts.
    start: usize,
}

impl<'t> Positions<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self {
            text,
            line: 1,
            start: 0,
        }
    }

    /// The position of the byte at `offset`.
    pub(crate) fn next(&mut self, offset: usize) -> Position {
        while let Some(line) = self
            .text
            .get(self.start..offset)
            .and_then(|it| it.find('\n'))
        {
            self.line += 1;
            self.start += line + 1;
        }
        let before = self.text.get(self.start..offset).unwrap_or_default();
        Position {
            line: self.line,
            column: before.chars().count() + 1,
        }
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
        let mut positions = Positions::of(text);
        for (offset, line, column) in [(0, 1, 1), (2, 2, 1), (2, 2, 1), (8, 2, 3), (12, 3, 2)] {
            assert_eq!(
                positions.next(offset),
                Position { line, column },
                "{offset}"
            );
        }
    }
}
