//! Identifiers from folder names.

use std::collections::{BTreeMap, BTreeSet};
use unicode_ident::{is_xid_continue, is_xid_start};

/// The folder's letters in snake case, `_` for the rest, `_` before a digit, `_` after a keyword.
pub(crate) fn identifier(folder: &str) -> String {
    if is_plain(folder.as_bytes()) && !is_keyword(folder) {
        return folder.to_owned();
    }
    let mut name = String::with_capacity(folder.len() + 1);
    let mut previous_is_lower = false;
    for letter in folder.chars() {
        if letter.is_uppercase() && previous_is_lower {
            name.push('_');
        }
        previous_is_lower = letter.is_lowercase() || letter.is_ascii_digit();
        // Marks are left out: Unicode normalization of identifiers could make two of them equal.
        if (letter.is_alphabetic() || letter.is_ascii_digit()) && is_xid_continue(letter) {
            name.extend(
                letter
                    .to_lowercase()
                    .filter(|lower| is_xid_continue(*lower)),
            );
        } else {
            name.push('_');
        }
    }
    if !name.starts_with(|first| first == '_' || is_xid_start(first)) {
        name.insert(0, '_');
    }
    if name.chars().all(|letter| letter == '_') {
        // A single `_` is not an identifier.
        name.push('_');
    }
    if is_keyword(&name) {
        name.push('_');
    }
    name
}

/// Returns `true` if a name is a lower-case ASCII identifier. A plain loop, because macros run unoptimized in development.
fn is_plain(folder: &[u8]) -> bool {
    let mut at = 0;
    while at < folder.len() {
        match folder[at] {
            b'a'..=b'z' => {}
            b'0'..=b'9' | b'_' if at > 0 => {}
            _ => return false,
        }
        at += 1;
    }
    at > 0
}

/// Makes names unique: equal names get `_` and four hexadecimal digits of a hash of their path.
pub(crate) fn distinguish(names: &mut [(String, String)]) {
    if names.len() < 2 {
        return;
    }
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in names.iter() {
        *count.entry(name).or_default() += 1;
    }
    if count.len() == names.len() {
        return;
    }
    let with_salt = |salt| -> Vec<String> {
        let names = names.iter().map(|(name, path)| match count.get(&**name) {
            Some(2..) => format!("{name}_{:04x}", hash(path, salt) & 0xffff),
            _ => name.clone(),
        });
        names.collect()
    };
    // Among many siblings four digits may collide; another salt separates them.
    let distinct = (0..1_000)
        .map(with_salt)
        .find(|names| names.iter().collect::<BTreeSet<_>>().len() == names.len());
    if let Some(distinct) = distinct {
        for ((name, _), unique) in names.iter_mut().zip(distinct) {
            *name = unique;
        }
    }
}

/// FNV-1a: short, and the same on every machine.
fn hash(text: &str, salt: u64) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325 ^ salt, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// The keywords of all editions, sorted. Asking syn about 1,000 folders would take a tenth of the macro's time.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::btree_set, prelude::*};

    #[test]
    fn folder_names_become_identifiers() {
        for (folder, expected) in [
            ("items", "items"),
            ("userPosts", "user_posts"),
            ("API", "api"),
            ("my-notes", "my_notes"),
            ("rss.xml", "rss_xml"),
            (".well-known", "_well_known"),
            ("2024", "_2024"),
            ("v1.0", "v1_0"),
            ("type", "type_"),
            ("crate", "crate_"),
            ("gen", "gen_"),
            ("日本", "日本"),
            ("sp ace", "sp_ace"),
            ("-", "__"),
            ("_", "__"),
            ("e\u{301}", "e_"),
        ] {
            assert_eq!(identifier(folder), expected, "{folder}");
            assert!(
                syn::parse_str::<syn::Ident>(expected).is_ok(),
                "{expected} is an identifier"
            );
        }
    }

    #[test]
    fn every_keyword_is_listed() {
        assert!(KEYWORDS.is_sorted());
        for keyword in KEYWORDS {
            // `gen` is reserved since edition 2024; syn accepts it as an identifier.
            let is_reserved = syn::parse_str::<syn::Ident>(keyword).is_err();
            assert!(is_reserved || keyword == "gen", "{keyword}");
        }
    }

    #[test]
    fn equal_names_become_distinct() {
        let mut names = ["a-b", "a_b", "c"].map(|path| (identifier(path), path.to_owned()));
        distinguish(&mut names);
        let [first, second, third] = names.map(|(name, _)| name);
        assert_ne!(first, second);
        assert!(
            first.starts_with("a_b_") && second.starts_with("a_b_"),
            "{first} {second}"
        );
        assert_eq!(third, "c");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Siblings with different folder names get different names in code, which are identifiers.
        #[test]
        fn names_are_injective(folders in btree_set("[a-cA-C_.\\- é日0-9]{1,4}", 2..12)) {
            let mut names: Vec<_> = folders.iter().map(|it| (identifier(it), it.clone())).collect();
            distinguish(&mut names);
            let distinct: BTreeSet<_> = names.iter().map(|(name, _)| name).collect();
            prop_assert_eq!(distinct.len(), folders.len());
            for name in distinct {
                prop_assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "{}", name);
            }
        }
    }
}
