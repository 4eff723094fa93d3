//! Reports, which are printed and written to `results/`.

use crate::Result;
use std::{
    fmt::{self, Write},
    fs,
    path::Path,
    time::SystemTime,
};

/// Markdown that is printed while it is written.
#[derive(Debug, Default)]
pub struct Report(String);

impl Write for Report {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        print!("{text}");
        self.0.push_str(text);
        Ok(())
    }
}

impl Report {
    /// Writes it to `results/<part>.md`, with the day and the machine.
    pub fn save(self, part: &str) -> Result<()> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("results");
        fs::create_dir_all(&folder)?;
        // "Mon, 23 Nov 2026 10:00:00 GMT"
        let now = httpdate::fmt_http_date(SystemTime::now());
        let today = now.get(5..16).unwrap_or(&now);
        let about = format!("Measured on {today}, on {}.\n\n", machine());
        Ok(fs::write(
            folder.join(part).with_extension("md"),
            about + self.0.trim_end() + "\n",
        )?)
    }
}

/// Returns the name of the processor.
fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models: Vec<&str> = info
        .lines()
        .filter_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map(|(_, model)| model)
        .collect();
    match models.first() {
        Some(model) => format!("{} cores of an {model}", models.len()),
        None => "a machine that does not tell its processor".to_owned(),
    }
}
