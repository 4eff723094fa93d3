//! The edit distance of names, for "did you mean".

/// The number of edits between two names. Exchanging two neighbors is one edit.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, left) in a.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, right) in b.iter().enumerate() {
            let replaced = last[column] + usize::from(left != right);
            let mut best = replaced.min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && a[row - 1] == *right && *left == b[column - 1] {
                best = best.min(before[column - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or(0)
}

/// The nearest of these names within `limit` edits.
pub(crate) fn nearest<'n>(
    name: &str,
    names: impl IntoIterator<Item = &'n str>,
    limit: usize,
) -> Option<&'n str> {
    let near = names
        .into_iter()
        .map(|other| (distance(name, other), other));
    near.filter(|(edits, _)| *edits <= limit)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, it)| it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        for (a, b, edits) in [
            ("", "", 0),
            ("GET", "GETT", 1),
            ("GTE", "GET", 1),
            ("PATH", "PATCH", 1),
            ("dinamic", "dynamic", 1),
            ("dynamicParams", "dynamic_params", 2),
            ("revalidated", "revalidate", 1),
            ("abc", "", 3),
            ("POST", "PUT", 2),
        ] {
            assert_eq!(distance(a, b), edits, "{a} {b}");
            assert_eq!(distance(b, a), edits, "{b} {a}");
        }
    }
}
