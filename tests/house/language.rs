//! Words that this project does not use in its sources, because they had a meaning of their own here.
//!
//! | not | but |
//! |---|---|
//! | told | reported, logged, printed |
//! | anew | again; regenerated |
//! | kept | cached, stored |
//! | is none, are none, names no | is not a …; does not specify |
//! | stands, bears | is, has |
//! | What …, Who …, Which …, Whether … at the start of a doc comment | a noun phrase, or a verb in the third person |

const WORDS: [&str; 8] = [
    "told", "anew", "kept", "is none", "are none", "names no", "stands", "bears",
];

const OPENINGS: [&str; 4] = ["What ", "Who ", "Which ", "Whether "];

/// A line with such a word, as `path:line: text`; none where it has none.
pub(crate) fn find(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| {
            let has_word = WORDS.iter().any(|word| contains_word(line, word));
            let comment = line.trim_start();
            let doc = comment
                .strip_prefix("/// ")
                .or(comment.strip_prefix("//! "));
            has_word || doc.is_some_and(|doc| OPENINGS.iter().any(|it| doc.starts_with(it)))
        })
        .map(|(number, line)| format!("{path}:{}: {}", number + 1, line.trim()))
        .collect()
}

fn contains_word(line: &str, word: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        !before.ends_with(is_letter) && !after.starts_with(is_letter)
    })
}

#[test]
fn words_are_found_as_whole_words() {
    let text = "/// What it is.\n// He told us.\n// untold\nlet kept = 1;\n// Sort of what\n/// stands_for";
    let lines = [
        "a:1: /// What it is.",
        "a:2: // He told us.",
        "a:4: let kept = 1;",
    ];
    assert_eq!(find("a", text), lines);
}
