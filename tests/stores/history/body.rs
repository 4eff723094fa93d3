//! The bodies of responses. Each contains its run, key and version, and enough of them that parts of two bodies are noticed.

use crate::{
    history::{BodyOfRun, Content},
    workload::Key,
};
use std::fmt::Write as _;

/// Writes the body of a run.
pub fn write(run: &str, key: &str, version: &str) -> String {
    let mut body = format!("run {run} of {key}, version {version}\n");
    for line in 0..40 {
        let _ = writeln!(
            body,
            "line {line} of the body of run {run}, which reads {version} for {key}"
        );
    }
    body
}

/// Reads a body.
pub fn read(body: &str, keys: &[Key]) -> Content {
    let read = || {
        let (run, rest) = body
            .lines()
            .next()?
            .strip_prefix("run ")?
            .split_once(" of ")?;
        let (key, version) = rest.split_once(", version ")?;
        (write(run, key, version) == body).then_some(())?;
        Some(Content::OfRun(BodyOfRun {
            run: run.parse().ok()?,
            key: keys.iter().position(|it| it.name == key),
            version: version.parse().ok()?,
        }))
    };
    read().unwrap_or_else(|| Content::Broken(body.chars().take(100).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::keys;

    #[test]
    fn only_whole_bodies_are_read() {
        let keys = keys();
        let body = write("7", "short.s1", "3");
        let key = keys.iter().position(|key| key.name == "short.s1");
        let (run, version) = (7, 3);
        let expected = Content::OfRun(BodyOfRun { run, key, version });
        assert_eq!(read(&body, &keys), expected);
        let (half, other) = (&body[..body.len() / 2], write("8", "short.s1", "3"));
        let mixed = half.to_owned() + &other[half.len()..];
        for broken in ["", half, &mixed] {
            assert!(
                matches!(read(broken, &keys), Content::Broken(_)),
                "{broken}"
            );
        }
    }
}
