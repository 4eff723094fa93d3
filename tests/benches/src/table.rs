//! Markdown tables.

use crate::count::Counter;
use std::fmt::{self, Display, Formatter};

/// A table whose columns are as wide as their longest cell.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Creates a table without rows.
    pub fn new<I: IntoIterator<Item: Into<String>>>(head: I) -> Self {
        Self {
            rows: vec![head.into_iter().map(Into::into).collect()],
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }
}

impl Display for Table {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell: &String| cell.chars().count())
                .max()
                .unwrap_or(0)
                .max(3)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (number, row) in self.rows.iter().enumerate() {
            for (column, width) in widths.iter().enumerate() {
                let cell = row.get(column).map_or("", String::as_str);
                if column == 0 {
                    write!(out, "| {cell:<width$} |")?;
                } else {
                    write!(out, " {cell:>width$} |")?;
                }
            }
            writeln!(out)?;
            if number == 0 {
                for (column, &width) in widths.iter().enumerate() {
                    let left = if column == 0 { "|" } else { "" };
                    write!(
                        out,
                        "{left} {}{} |",
                        "-".repeat(width - 1),
                        if column == 0 { "-" } else { ":" }
                    )?;
                }
                writeln!(out)?;
            }
        }
        Ok(())
    }
}

/// Returns the median; of an even number of values, the lower one of the two in the middle.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len().checked_sub(1)? / 2).copied()
}

/// Returns a ratio such as `0.38`, or an empty text if there is nothing to compare.
pub fn ratio(value: Option<f64>, base: Option<f64>) -> String {
    match (value, base) {
        (Some(value), Some(base)) => format!("{:.2}", value / base),
        _ => String::new(),
    }
}

/// Returns an amount in the unit of its counter.
pub fn amount(value: Option<f64>, counter: Counter) -> String {
    match (value, counter) {
        (None, _) => String::new(),
        (Some(value), Counter::CpuSeconds) => format!("{value:.2} s"),
        (Some(value), _) if value >= 1e9 => format!("{:.2} G", value / 1e9),
        (Some(value), _) if value >= 1e6 => format!("{:.1} M", value / 1e6),
        (Some(value), _) => format!("{value:.0}"),
    }
}

/// Returns KiB as MiB.
pub fn memory(kib: Option<f64>) -> String {
    kib.map_or_else(String::new, |kib| format!("{:.0} MiB", kib / 1024.0))
}
