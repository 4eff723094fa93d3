//! The metrics of a test's thread.

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// A recorder for [`metrics::set_default_local_recorder`]: the values of each series, by name and labels.
#[derive(Clone, Debug, Default)]
pub struct Values(Arc<Mutex<BTreeMap<String, Vec<f64>>>>);

#[derive(Debug)]
struct Series(Values, String);

impl Values {
    fn series(&self, key: &Key) -> Arc<Series> {
        let labels = key
            .labels()
            .map(|label| format!(" {}={}", label.key(), label.value()));
        Arc::new(Series(
            self.clone(),
            key.name().to_owned() + &labels.collect::<String>(),
        ))
    }

    /// The series whose name begins with this, without it.
    pub fn of(&self, name: &str) -> BTreeMap<String, Vec<f64>> {
        let values = self.0.lock().unwrap();
        let named = values.iter().filter_map(|(key, values)| {
            let labels = key.strip_prefix(name)?;
            Some((labels.trim_start().to_owned(), values.clone()))
        });
        named.collect()
    }

    /// The last value of the series with this name and these labels: the number of a counter, the value of a gauge.
    pub fn last(&self, series: &str) -> Option<f64> {
        self.0.lock().unwrap().get(series)?.last().copied()
    }
}

impl Series {
    fn push(&self, value: impl FnOnce(f64) -> f64) {
        let mut series = self.0.0.lock().unwrap();
        let values = series.entry(self.1.clone()).or_default();
        values.push(value(values.last().copied().unwrap_or_default()));
    }
}

impl HistogramFn for Series {
    fn record(&self, value: f64) {
        self.push(|_| value);
    }
}

impl GaugeFn for Series {
    fn increment(&self, by: f64) {
        self.push(|last| last + by);
    }

    fn decrement(&self, by: f64) {
        self.push(|last| last - by);
    }

    fn set(&self, value: f64) {
        self.push(|_| value);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a test counts little")]
impl CounterFn for Series {
    fn increment(&self, by: u64) {
        self.push(|last| last + by as f64);
    }

    fn absolute(&self, value: u64) {
        self.push(|_| value as f64);
    }
}

impl Recorder for Values {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, key: KeyName, unit: Option<Unit>, _: SharedString) {
        let name = format!("unit of {}: {}", key.as_str(), unit.unwrap().as_str());
        self.0.lock().unwrap().insert(name, Vec::new());
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.series(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.series(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.series(key))
    }
}
