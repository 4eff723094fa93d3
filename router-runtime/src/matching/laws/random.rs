//! Random trees and paths.

use std::collections::BTreeSet;

/// A splitmix64 generator. A failure prints its seed, which reproduces it.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const NAMES: [&str; 14] = [
    "a", "b", "c", "a", "b", "c", "ab", "a b", "é", "x.json", ".foo", "a|b", ":id", "*all",
];

/// Returns patterns without conflicts between them.
pub(super) fn random_tree(random: &mut Random) -> Vec<String> {
    let mut tree = BTreeSet::new();
    for _ in 0..=random.below(12) {
        let mut pattern = String::new();
        for level in 0..random.below(5) {
            let segment = match random.below(8) {
                0..=4 => random.pick(&NAMES).to_owned(),
                _ => format!("[p{level}]"),
            };
            pattern = format!("{pattern}/{segment}");
        }
        let level = pattern.matches('/').count();
        // The name of the dynamic sibling is legal for a catch-all.
        let name = random.pick(&["rest", "p"]);
        let (rest, optional) = (
            format!("{pattern}/[...{name}{level}]"),
            format!("{pattern}/[[...{name}{level}]]"),
        );
        let base = if pattern.is_empty() {
            "/".to_owned()
        } else {
            pattern.clone()
        };
        let taken = tree.iter().any(|other: &String| {
            other.starts_with(&format!("{pattern}/[..."))
                || other.starts_with(&format!("{pattern}/[[..."))
        });
        let optional_taken = tree
            .iter()
            .any(|other: &String| other.starts_with(&format!("{pattern}/[[...")));
        match random.below(6) {
            0 if !taken => tree.insert(rest),
            1 if !taken && !tree.contains(&base) => tree.insert(optional),
            2..=5 if !optional_taken => tree.insert(base),
            _ => false,
        };
    }
    tree.into_iter().collect()
}

pub(super) fn random_path(random: &mut Random, tree: &[String]) -> String {
    let template = if tree.is_empty() {
        "/"
    } else {
        &tree[random.below(tree.len())]
    };
    let tidy = random.below(3) > 0;
    let mut path = String::new();
    for segment in template.split('/').filter(|segment| !segment.is_empty()) {
        let repeat = if segment.contains("...") {
            random.below(4)
        } else {
            1
        };
        for _ in 0..repeat {
            let plain = match random.below(10) {
                0..=6 if !segment.starts_with('[') => segment,
                _ => random.pick(&NAMES),
            };
            path += if tidy {
                "/"
            } else {
                random.pick(&["/", "/", "//", "\\"])
            };
            path += &spell(random, plain, tidy);
        }
    }
    for _ in 0..random.below(3) {
        let odd = [
            "/a", "/b/", "/..", "/%2e", "/a%2F..", "/%", "/%00", "/%C3", "/%5c", "/é", "//",
        ];
        path += match random.below(4) {
            0 if !tidy => random.pick(&odd),
            _ => random.pick(&["", "/", "/", "/a", "/b", ".txt", ""]),
        };
    }
    if path.starts_with(['/', '\\']) {
        path
    } else {
        format!("/{path}")
    }
}

/// Returns a segment of a path: with the canonical escapes or, if not `tidy`, perhaps with more.
fn spell(random: &mut Random, text: &str, tidy: bool) -> String {
    let style = if tidy { 2 } else { random.below(3) };
    text.bytes()
        .map(|byte| match (style, byte) {
            (0, _) => format!("%{byte:02x}"),
            (1, _) if random.below(2) == 0 => format!("%{byte:02X}"),
            (_, b' ' | b'|' | 0x80..) => format!("%{byte:02X}"),
            _ => char::from(byte).to_string(),
        })
        .collect()
}
