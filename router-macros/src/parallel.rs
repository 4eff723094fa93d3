//! Work on many items at once. The last crate of a build leaves the other processors idle.

use std::{
    panic,
    thread::{self, Builder},
};

/// The number of items below which a thread does not pay off.
const SHARE: usize = 32;

/// The number of threads above which they wait for each other.
const MAX: usize = 8;

/// Applies `f` to each item, in order. `f` must not touch tokens, which belong to the compiler's thread.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let each = |part: &[T]| -> Vec<R> { part.iter().map(&f).collect() };
    if items.len() < 2 * SHARE {
        return each(items);
    }
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(processors.min(MAX)).max(SHARE);
    thread::scope(|scope| {
        let mut parts = items.chunks(share);
        let own = parts.next().unwrap_or_default();
        let others: Vec<_> = parts
            .map(|part| {
                let thread = Builder::new().spawn_scoped(scope, move || each(part));
                thread.map_err(|_| part)
            })
            .collect();
        let mut results = each(own);
        for other in others {
            results.extend(match other {
                Ok(thread) => thread.join().unwrap_or_else(|it| panic::resume_unwind(it)),
                // No thread is available.
                Err(part) => each(part),
            });
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_are_in_order() {
        for count in [0, 1, 63, 64, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|it| it * 2).collect();
            assert_eq!(map(&items, |it| it * 2), doubled);
        }
    }
}
