//! Circles of files: the strongly connected components of the arrows that have more than one file.

use crate::krate::Arrow;
use std::collections::{BTreeMap, BTreeSet};

/// Each circle with its arrows.
pub(crate) fn circles(arrows: &[Arrow]) -> Vec<Vec<Arrow>> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = next
        .keys()
        .map(|file| {
            let mut seen = BTreeSet::new();
            visit(file, &next, &mut seen);
            (*file, seen)
        })
        .collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|seen| seen.contains(to));
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for file in next.keys() {
        if !reaches(file, file) || done.contains(file) {
            continue;
        }
        let circle: BTreeSet<&str> = reached[file]
            .iter()
            .copied()
            .filter(|other| reaches(other, file))
            .collect();
        let is_inside = |it: &&Arrow| circle.contains(&*it.from) && circle.contains(&*it.to);
        found.push(arrows.iter().filter(is_inside).cloned().collect());
        done.extend(circle);
    }
    found
}

/// Depth first: every file that can be reached from one.
fn visit<'a>(
    file: &str,
    next: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    seen: &mut BTreeSet<&'a str>,
) {
    for other in next.get(file).into_iter().flatten() {
        if seen.insert(other) {
            visit(other, next, seen);
        }
    }
}
