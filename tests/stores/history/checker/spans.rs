//! Sets of times.

use crate::history::Time;

/// Times from a start to an end, in which it is found quickly whether one of them overlaps another one.
#[derive(Debug, Default)]
pub struct Spans {
    /// In the order of the starts. The second time is the latest end so far.
    spans: Vec<(Time, Time)>,
}

impl FromIterator<(Time, Time)> for Spans {
    fn from_iter<I: IntoIterator<Item = (Time, Time)>>(spans: I) -> Self {
        let mut spans: Vec<_> = spans.into_iter().collect();
        spans.sort_unstable();
        let mut latest = Time::ZERO;
        for (_, end) in &mut spans {
            latest = latest.max(*end);
            *end = latest;
        }
        Self { spans }
    }
}

impl Spans {
    /// Returns `true` if one of them overlaps this time.
    pub fn overlap(&self, (from, to): (Time, Time)) -> bool {
        self.latest_end_of_those_before(to)
            .is_some_and(|end| end >= from)
    }

    /// Returns the latest end of those that start before this time, or then.
    pub fn latest_end_of_those_before(&self, time: Time) -> Option<Time> {
        let after = self.spans.partition_point(|(start, _)| *start <= time);
        Some(self.spans[after.checked_sub(1)?].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overlap_of_times_is_found() {
        let seconds = Time::from_secs;
        let spans: Spans = [(5, 6), (1, 9), (12, 13)]
            .map(|(start, end)| (seconds(start), seconds(end)))
            .into_iter()
            .collect();
        for (from, to, expected) in [
            (0, 0, false),
            (0, 1, true),
            (8, 8, true),
            (9, 20, true),
            (10, 11, false),
            (10, 12, true),
            (14, 20, false),
        ] {
            assert_eq!(spans.overlap((seconds(from), seconds(to))), expected);
        }
    }
}
