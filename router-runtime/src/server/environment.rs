//! Options from the environment.

use super::{ServeError, address::Address, limits::Limits, source::Source};
use std::{
    env::{self, VarError},
    io::ErrorKind,
    time::Duration,
};

pub(super) fn limits() -> Result<Limits, ServeError> {
    let mut limits = Limits::default();
    if let Some(delay) = seconds("SERVE_SHUTDOWN_DELAY", "10")? {
        limits.shutdown_delay = delay;
    }
    if let Some(grace) = seconds("SERVE_SHUTDOWN_GRACE", "5")? {
        limits.shutdown_grace = grace;
    }
    Ok(limits)
}

pub(super) fn source() -> Result<Source, ServeError> {
    match inherited()? {
        Some(source) => Ok(source),
        None => Address::new(variable("HOST")?.as_deref(), variable("PORT")?.as_deref())
            .map(Source::Address),
    }
}

/// Takes the socket that a supervisor opened (`sd_listen_fds(3)`).
fn inherited() -> Result<Option<Source>, ServeError> {
    let Some(count) = variable("LISTEN_FDS")? else {
        return Ok(None);
    };
    if count.parse::<u32>().is_err() {
        return Err(invalid(
            "LISTEN_FDS",
            &count,
            "a number of sockets",
            "LISTEN_FDS=1",
        ));
    }
    let mut sockets = listenfd::ListenFd::from_env();
    match sockets.len() {
        // The variables belong to another process, or a supervisor passed nothing.
        0 => return Ok(None),
        1 => {}
        many => {
            let message =
                format!("LISTEN_FDS={many}: expected one socket, because a server has one");
            return Err(ServeError::new(ErrorKind::InvalidInput, message));
        }
    }
    let refused = match sockets.take_tcp_listener(0) {
        Ok(listener) => return Ok(listener.map(|it| Source::Bound(it.into()))),
        Err(error) => error,
    };
    #[cfg(unix)]
    if let Ok(Some(listener)) = sockets.take_unix_listener(0) {
        return Ok(Some(Source::Bound(listener.into())));
    }
    let message = format!(
        "LISTEN_FDS=1: expected a listening TCP or Unix stream socket as the first inherited descriptor ({refused})"
    );
    Err(ServeError::new(ErrorKind::InvalidInput, message))
}

/// The value of a variable. An empty one counts as absent.
fn variable(name: &str) -> Result<Option<String>, ServeError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(value)) => {
            let message = format!("{name}={} is not Unicode", value.display());
            Err(ServeError::new(ErrorKind::InvalidInput, message))
        }
    }
}

fn seconds(name: &str, example: &str) -> Result<Option<Duration>, ServeError> {
    let value = variable(name)?;
    value
        .map(|text| parse_seconds(name, &text, example))
        .transpose()
}

fn parse_seconds(name: &str, text: &str, example: &str) -> Result<Duration, ServeError> {
    let seconds = text.parse().ok();
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| {
            let example = format!("{name}={example}");
            invalid(name, text, "a number of seconds", &example)
        })
}

fn invalid(name: &str, text: &str, expected: &str, example: &str) -> ServeError {
    let message = format!("{name}={text} is invalid: expected {expected}, such as {example}");
    ServeError::new(ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds() {
        let seconds = |text| parse_seconds("SERVE_SHUTDOWN_GRACE", text, "5").ok();
        assert_eq!(seconds("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(seconds("30"), Some(Duration::from_secs(30)));
        for text in ["30s", "-1", "NaN", "1e300", "inf"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn an_invalid_value_is_reported_with_an_example() {
        let error = parse_seconds("SERVE_SHUTDOWN_GRACE", "soon", "5").unwrap_err();
        let expected = "SERVE_SHUTDOWN_GRACE=soon is invalid: expected a number of seconds, such as SERVE_SHUTDOWN_GRACE=5";
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}
