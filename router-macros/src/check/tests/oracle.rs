//! Where the sorter of Next.js refuses a tree, so do we, and nowhere else.

use super::rendered;

/// One tree a line: its patterns, `!` in front where Next.js refuses it.
const TREES: &str = include_str!("oracle.txt");

#[test]
fn refuses_what_next_refuses() {
    let mut refused = 0;
    for line in TREES.lines() {
        let (is_refused, patterns) = match line.strip_prefix('!') {
            Some(patterns) => (true, patterns),
            None => (false, line),
        };
        let files: Vec<String> = patterns
            .split_whitespace()
            .map(|pattern| format!("{pattern}/route.rs").replace("//", "/")[1..].to_owned())
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|file| (file.as_str(), "pub fn GET() {}"))
            .collect();
        assert_eq!(
            !rendered(&files).is_empty(),
            is_refused,
            "{line}: {:#?}",
            rendered(&files)
        );
        refused += usize::from(is_refused);
    }
    assert_eq!((refused, TREES.lines().count()), (80, 289));
}
