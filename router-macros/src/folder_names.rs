//! Folder names that a reader, a browser or a file system may take for another name.

use crate::{
    diagnostics::{Code, Place, Problem},
    scan::AppFile,
    unicode::{composed, escaped, invisible},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// The mistakes in folder names.
#[derive(Default)]
pub(crate) struct FolderNames {
    pub(crate) errors: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
    /// Folders, each with a slash at the end, that have the name of another one.
    pub(crate) twins: Vec<String>,
}

/// Judges the names of all folders on the way to these files.
pub(crate) fn check(files: &[AppFile], shown_as: &str) -> FolderNames {
    let mut found = FolderNames::default();
    let is_suspect = |file: &&AppFile| {
        let mut bytes = file.path.bytes();
        bytes.any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
    };
    if !files.iter().any(|file| is_suspect(&file)) {
        return found;
    }
    let folders = files.iter().flat_map(|file| {
        let slashes = file.path.match_indices('/');
        slashes.map(|(slash, _)| &file.path[..slash])
    });
    let folders: BTreeSet<&str> = folders.collect();
    let (mut by_composed, mut by_case) = (BTreeMap::new(), BTreeMap::new());
    for folder in folders {
        let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        found.errors.extend(not_visible(shown_as, folder, name));
        let composed = composed(name).into_owned();
        let case = composed.to_lowercase();
        if let Some(other) = by_composed.insert((parent, composed), folder) {
            found.errors.push(same_letters(shown_as, other, folder));
            found.twins.push(format!("{folder}/"));
        } else if let Some(other) = by_case.insert((parent, case), folder) {
            found.warnings.push(same_but_case(shown_as, other, folder));
        }
    }
    found
}

fn not_visible(shown_as: &str, folder: &str, name: &str) -> Option<Problem> {
    let letter = invisible(name)?;
    let clean: String = name.chars().filter(|it| *it != letter).collect();
    let mut help = format!("rename the folder to `{}`", escaped_if_needed(&clean));
    if !name.contains(['[', '(']) {
        let mut buffer = [0; 4];
        let mut code = String::new();
        for byte in letter.encode_utf8(&mut buffer).bytes() {
            // Writing to a `String` cannot fail.
            let _ = write!(code, "%{byte:02X}");
        }
        let written = name.replace(letter, &code);
        help = format!(
            "{help}, or to `{}` for a URL with it",
            escaped_if_needed(&written)
        );
    }
    let problem = Problem::new(
        Code::InvisibleCharacter,
        format!(
            "the folder name `{}` contains an invisible character, U+{:04X}",
            escaped(name),
            u32::from(letter)
        ),
        help,
    );
    Some(problem.at([Place::whole(format!("{shown_as}/{folder}"))]))
}

/// The name, escaped if it contains invisible characters.
fn escaped_if_needed(name: &str) -> String {
    match invisible(name) {
        Some(_) => escaped(name),
        None => name.to_owned(),
    }
}

fn same_letters(shown_as: &str, one: &str, other: &str) -> Problem {
    let names = [one, other].map(|folder| escaped(folder.rsplit('/').next().unwrap_or_default()));
    Problem::new(
        Code::SameName,
        format!(
            "the folder names `{}` and `{}` are the same name, encoded in two ways",
            names[0], names[1]
        ),
        "move the files of one folder to the other; both have the URL with composed letters (Unicode NFC)",
    )
    .at([one, other].map(|folder| Place::whole(format!("{shown_as}/{folder}"))))
}

fn same_but_case(shown_as: &str, one: &str, other: &str) -> Problem {
    let names = [one, other].map(|folder| folder.rsplit('/').next().unwrap_or_default());
    Problem::new(
        Code::SameName,
        format!(
            "the folder names `{}` and `{}` differ only in case, and the file systems of Windows and macOS hold only one of them",
            names[0], names[1]
        ),
        format!("rename one of them, or write one with escapes: `{}`", with_escape(names[0])),
    )
    .at([one, other].map(|folder| Place::whole(format!("{shown_as}/{folder}"))))
}

/// The name with its first letter as an escape, which has the same URL.
fn with_escape(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if first.is_ascii_alphanumeric() => {
            format!("%{:02X}{}", u32::from(first), letters.as_str())
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render;

    fn rendered(paths: &[&str]) -> (Vec<String>, Vec<String>) {
        let files = paths.iter().map(|path| AppFile {
            path: (*path).to_owned(),
            text: String::new(),
        });
        let files: Vec<_> = files.collect();
        let found = check(&files, "app");
        let render = |problems: &[Problem]| problems.iter().map(render).collect();
        (render(&found.errors), render(&found.warnings))
    }

    #[test]
    fn plain_names_are_fine() {
        let fine = [
            "a/b/route.rs",
            "B/route.rs",
            "(g)/a/route.rs",
            "caf\u{e9}/route.rs",
            "nai\u{308}f/x/route.rs",
            "x/caf\u{e9}/route.rs",
        ];
        assert_eq!(rendered(&fine), (vec![], vec![]));
    }

    #[test]
    fn names_encoded_in_two_ways_are_one_mistake() {
        let (errors, warnings) = rendered(&["caf\u{e9}/a/route.rs", "cafe\u{301}/a/b/route.rs"]);
        assert_eq!(
            errors,
            [
                "[R0130] the folder names `cafe\\u{301}` and `caf\\u{e9}` are the same name, encoded in two ways\
              \n         --> app/cafe\u{301}\
              \n         --> app/caf\u{e9}\
              \n         = help: move the files of one folder to the other; both have the URL with composed letters (Unicode NFC)"
            ]
        );
        assert_eq!(warnings, [""; 0]);
    }

    #[test]
    fn names_that_differ_in_case_are_a_warning() {
        let (errors, warnings) = rendered(&["x/Items/route.rs", "x/items/[id]/route.rs"]);
        assert_eq!(errors, [""; 0]);
        assert_eq!(
            warnings,
            [
                "[R0130] the folder names `Items` and `items` differ only in case, and the file systems of Windows and macOS hold only one of them\
              \n         --> app/x/Items\
              \n         --> app/x/items\
              \n         = help: rename one of them, or write one with escapes: `%49tems`"
            ]
        );
    }

    #[test]
    fn invisible_characters_are_reported_once() {
        let (errors, _) = rendered(&[
            "a\u{200b}b/page.rs",
            "a\u{200b}b/x/route.rs",
            "\u{202e}[id]/route.rs",
        ]);
        assert_eq!(
            errors,
            [
                "[R0131] the folder name `a\\u{200b}b` contains an invisible character, U+200B\
                 \n         --> app/a\\u{200b}b\
                 \n         = help: rename the folder to `ab`, or to `a%E2%80%8Bb` for a URL with it",
                "[R0131] the folder name `\\u{202e}[id]` contains an invisible character, U+202E\
                 \n         --> app/\\u{202e}[id]\
                 \n         = help: rename the folder to `[id]`",
            ]
        );
    }
}
