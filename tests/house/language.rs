//! Words that the sources avoid, because the project used them with a meaning of its own.
//!
//! | not | but |
//! |---|---|
//! | answer, answered | response, respond |
//! | kept | cached, stored |
//! | told | reported, logged, printed |
//! | asked, asks for | requested; enabled |
//! | anew, once more (for a cache) | again; regenerated |
//! | beside, alone | next to, with; only |
//! | as it is, whatever | unchanged; regardless of |
//! | is none, are none, names no, that is no | is not a …; does not specify |
//! | in turn, without a word, for ever | in order; silently; forever |
//! | stands, bears | is, has |
//! | What …, Who …, How …, Where … at the start of a comment | a noun phrase, or a verb in the third person |

const WORDS: [&str; 23] = [
    "answer",
    "answers",
    "answered",
    "told",
    "anew",
    "kept",
    "asked",
    "asks",
    "beside",
    "as it is",
    "whatever",
    "is none",
    "are none",
    "names no",
    "that is no",
    "in turn",
    "without a word",
    "for ever",
    "stands",
    "bears",
    "in its place",
    "by themselves",
    "nobody",
];

const OPENINGS: [&str; 7] = [
    "What ", "Who ", "Which ", "Whether ", "How ", "Where ", "Why ",
];

/// Lines that may contain such a word, each with a part of the line and the reason.
const ALLOWED: [(&str, &str); 6] = [
    ("-beside", "the names of recorded routes"),
    ("appears as it is generated", "the moment, not the form"),
    ("as soon as it is available", "the moment, not the form"),
    ("`testing::Answer`", "an old name in the table of names"),
    ("Answer in a few plain sentences", "the task of a model"),
    ("|| \"nobody\"", "the name of a customer without a name"),
];

/// The lines with such a word, as `path:line: text`.
pub(crate) fn find(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !ALLOWED.iter().any(|(part, _)| line.contains(part)))
        .filter(|(_, line)| {
            let has_word = WORDS.iter().any(|word| contains_word(line, word));
            let comment = line.trim_start();
            let comment = ["/// ", "//! ", "// "]
                .iter()
                .find_map(|start| comment.strip_prefix(start));
            has_word || comment.is_some_and(|text| OPENINGS.iter().any(|it| text.starts_with(it)))
        })
        .map(|(number, line)| format!("{path}:{}: {}", number + 1, line.trim()))
        .collect()
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
    let text = "/// What it is.\n// He told us.\n// untold\nlet is_kept = 1;\n// Sort of what\n/// notwithstands\n// Nobody waits.\n/// How it is.";
    let lines = [
        "a:1: /// What it is.",
        "a:2: // He told us.",
        "a:4: let is_kept = 1;",
        "a:7: // Nobody waits.",
        "a:8: /// How it is.",
    ];
    assert_eq!(find("a", text), lines);
}
