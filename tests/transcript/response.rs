//! The expected response below a command line, and the real one.

/// Matches any number of lines.
const ANYTHING: &str = "…";

/// A response.
#[derive(Debug, Default)]
pub struct Response {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The status, headers and body that a response must have.
#[derive(Debug, Default)]
pub struct Expected {
    pub status: u16,
    headers: Vec<(String, String)>,
    body: Vec<String>,
}

impl Expected {
    /// Adds one line of the transcript.
    pub(crate) fn add(&mut self, line: &str) -> Result<(), String> {
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

    pub(crate) fn compare(&self, response: &Response) -> Result<(), String> {
        let mut problems = Vec::new();
        if response.status != self.status {
            problems.push(format!(
                "expected status {}, found {}",
                self.status, response.status
            ));
        }
        for (name, value) in &self.headers {
            let found = response.header(name);
            if found != Some(value) {
                problems.push(format!("expected {name}: {value}, found {found:?}"));
            }
        }
        let body = response.body.strip_suffix('\n').unwrap_or(&response.body);
        let lines: Vec<&str> = match body {
            "" => Vec::new(),
            body => body.split('\n').collect(),
        };
        if !fits(&self.body, &lines) {
            let expected = self.body.join("\n");
            problems.push(format!("expected\n{expected}\nfound\n{body}"));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems.join("\n"))
        }
    }
}

/// Compares lines. An expected line `…` matches any number of lines.
pub fn fits<S: AsRef<str>>(expected: &[S], lines: &[&str]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first.as_ref() == ANYTHING => {
            (0..=lines.len()).any(|skipped| fits(rest, &lines[skipped..]))
        }
        Some((first, rest)) => match lines.split_first() {
            Some((line, lines)) => first.as_ref() == *line && fits(rest, lines),
            None => false,
        },
    }
}
