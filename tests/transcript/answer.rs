//! What is shown below a command line, and what came.

/// Stands for any lines.
const ANYTHING: &str = "…";

/// A response.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What a response has to be.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    body: Vec<String>,
}

impl Expected {
    /// Reads one line of it.
    pub(super) fn add(&mut self, line: &str) -> Result<(), String> {
        match line.strip_prefix("< ") {
            Some(status) if self.status == 0 => {
                self.status = status.parse().map_err(|_| format!("no status: {line:?}"))?;
            }
            Some(header) if self.body.is_empty() => {
                let header = header.split_once(": ");
                let (name, value) = header.ok_or_else(|| format!("no header: {line:?}"))?;
                self.headers.push((name.to_owned(), value.to_owned()));
            }
            _ if self.status == 0 => return Err(format!("no status above {line:?}")),
            _ => self.body.push(line.to_owned()),
        }
        Ok(())
    }

    pub(super) fn compare(&self, answer: &Answer) -> Result<(), String> {
        let mut problems = Vec::new();
        if answer.status != self.status {
            problems.push(format!(
                "expected status {}, got {}",
                self.status, answer.status
            ));
        }
        for (name, value) in &self.headers {
            let got = answer.header(name);
            if got != Some(value) {
                problems.push(format!("expected {name}: {value}, got {got:?}"));
            }
        }
        let body = answer.body.strip_suffix('\n').unwrap_or(&answer.body);
        let lines: Vec<&str> = match body {
            "" => Vec::new(),
            body => body.split('\n').collect(),
        };
        if !fits(&self.body, &lines) {
            let expected = self.body.join("\n");
            problems.push(format!("expected\n{expected}\ngot\n{body}"));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems.join("\n"))
        }
    }
}

fn fits(expected: &[String], lines: &[&str]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == ANYTHING => {
            (0..=lines.len()).any(|skipped| fits(rest, &lines[skipped..]))
        }
        Some((first, rest)) => match lines.split_first() {
            Some((line, lines)) => first == line && fits(rest, lines),
            None => false,
        },
    }
}
