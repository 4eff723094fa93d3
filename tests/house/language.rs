//! The words that the project avoids: the tables of `router-runtime/src/docs/contributing/language.md`.

/// The page, whose lines contain the words.
pub(crate) const PAGE: &str = "router-runtime/src/docs/contributing/language.md";
const TEXT: &str = include_str!("../../router-runtime/src/docs/contributing/language.md");

/// The keywords before the name of a type.
const TYPES: [&str; 4] = ["struct ", "enum ", "trait ", "type "];

/// The tables of the page.
pub(crate) struct Language {
    words: Vec<&'static str>,
    openings: Vec<&'static str>,
    types: Vec<&'static str>,
    pub(crate) exceptions: Vec<&'static str>,
}

impl Language {
    pub(crate) fn read() -> Self {
        Self {
            words: column("Words"),
            openings: column("Openings of comments"),
            types: column("Names of types"),
            exceptions: column("Exceptions"),
        }
    }

    /// The lines with such a word, as `path:line: text`.
    pub(crate) fn find(&self, path: &str, text: &str) -> Vec<String> {
        let lines = text.lines().enumerate();
        let mut found: Vec<String> = lines
            .filter(|(_, line)| self.is_wrong(line))
            .map(|(number, line)| format!("{path}:{}: {}", number + 1, line.trim()))
            .collect();
        found.extend(self.is_wrong(path).then(|| format!("{path}: its path")));
        found
    }

    fn is_wrong(&self, line: &str) -> bool {
        if self.exceptions.iter().any(|part| line.contains(part)) {
            return false;
        }
        let comment = ["/// ", "//! ", "// "]
            .iter()
            .find_map(|start| line.trim_start().strip_prefix(start));
        let has_opening = |text: &str| {
            let first = text.split(' ').next();
            self.openings.iter().any(|it| first == Some(it))
        };
        self.words.iter().any(|word| contains_word(line, word))
            || comment.is_some_and(has_opening)
            || self.types.iter().any(|name| declares(line, name))
    }
}

/// The code in the first column of the table below a heading.
fn column(heading: &str) -> Vec<&'static str> {
    let (_, section) = TEXT.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.filter_map(|row| row.split_once(" | "));
    let spans = cells.flat_map(|(cell, _)| cell.split('`').step_by(2));
    spans.filter(|it| !it.is_empty()).collect()
}

/// Returns `true` if a line declares a type of this name.
fn declares(line: &str, name: &str) -> bool {
    TYPES.iter().any(|keyword| {
        let declared = line.split_once(keyword).map(|(_, rest)| rest);
        let rest = declared.and_then(|it| it.strip_prefix(name));
        rest.is_some_and(|it| !it.starts_with(|next: char| next.is_alphanumeric()))
    })
}

/// Returns `true` if a line contains a word, also at the start of a sentence. The parts of an identifier are words.
fn contains_word(line: &str, word: &str) -> bool {
    let (first, rest) = word.split_at(1);
    let capitalized = first.to_uppercase() + rest;
    let found = line.match_indices(word);
    found
        .chain(line.match_indices(&capitalized))
        .any(|(at, _)| {
            let (before, after) = (&line[..at], &line[at + word.len()..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        })
}

#[test]
fn words_are_found_as_whole_words() {
    let text = "/// What it is.\n// He told us.\n// untold\nlet is_kept = 1;\n// Sort of what\n/// notwithstands\n// Nobody waits.\n\
                /// How it is.\npub struct Way;\nstruct Wayside;\n/// Whatever\n// -beside";
    let lines = [
        "a:1: /// What it is.",
        "a:2: // He told us.",
        "a:4: let is_kept = 1;",
        "a:7: // Nobody waits.",
        "a:8: /// How it is.",
        "a:9: pub struct Way;",
        "a:11: /// Whatever",
    ];
    assert_eq!(Language::read().find("a", text), lines);
    assert_eq!(
        Language::read().find("a/kept.rs", ""),
        ["a/kept.rs: its path"]
    );
}

#[test]
fn the_page_lists_the_words_of_the_dialect() {
    let Language {
        words, openings, ..
    } = Language::read();
    let dialect = [
        "told", "anew", "kept", "is none", "names no", "stands", "bears",
    ];
    assert!(dialect.iter().all(|it| words.contains(it)), "{words:?}");
    let dialect = ["What", "Who", "Which", "Whether"];
    assert!(
        dialect.iter().all(|it| openings.contains(it)),
        "{openings:?}"
    );
}
