//! Options from the environment.

use super::{
    ServeError,
    address::Address,
    limits::{Limits, Progress},
    source::ListenerSource,
};
use std::{
    env::{self, VarError},
    ffi::OsString,
    io::ErrorKind,
    time::Duration,
};

pub(super) fn limits() -> Result<Limits, ServeError> {
    let mut limits = Limits::default();
    read("SERVE_HEADER_TIMEOUT", &TIMEOUT, &mut limits.header_timeout)?;
    read("SERVE_IDLE_TIMEOUT", &TIMEOUT, &mut limits.idle_timeout)?;
    read("SERVE_BODY_PROGRESS", &PROGRESS, &mut limits.body_progress)?;
    read(
        "SERVE_RESPONSE_PROGRESS",
        &PROGRESS,
        &mut limits.response_progress,
    )?;
    read(
        "SERVE_MAX_CONNECTIONS",
        &OPTIONAL_COUNT,
        &mut limits.max_connections,
    )?;
    read(
        "SERVE_MAX_HEADER_BYTES",
        &HEADER_BYTES,
        &mut limits.max_header_bytes,
    )?;
    read(
        "SERVE_MAX_HEADER_FIELDS",
        &OPTIONAL_COUNT,
        &mut limits.max_header_fields,
    )?;
    read(
        "SERVE_HTTP2_MAX_STREAMS",
        &COUNT,
        &mut limits.http2_max_streams,
    )?;
    read("SERVE_HTTP2_PING", &TIMEOUT, &mut limits.http2_ping)?;
    read("SERVE_TCP_KEEPALIVE", &TIMEOUT, &mut limits.tcp_keepalive)?;
    read("SERVE_SHUTDOWN_DELAY", &SECONDS, &mut limits.shutdown_delay)?;
    read("SERVE_SHUTDOWN_GRACE", &SECONDS, &mut limits.shutdown_grace)?;
    Ok(limits)
}

pub(super) fn prerender_deadline(deadline: &mut Duration) -> Result<(), ServeError> {
    read("SERVE_PRERENDER_DEADLINE", &SECONDS, deadline)
}

/// Returns the files of a certificate and of its key.
pub(super) fn tls_files() -> Result<Option<[OsString; 2]>, ServeError> {
    const NAMES: [&str; 2] = ["SERVE_TLS_CERTIFICATE", "SERVE_TLS_KEY"];
    let files = NAMES.map(|name| env::var_os(name).filter(|path| !path.is_empty()));
    let message = match files {
        [None, None] => return Ok(None),
        [Some(certificate), Some(key)] if cfg!(feature = "tls") => {
            return Ok(Some([certificate, key]));
        }
        [Some(_), Some(_)] => {
            "SERVE_TLS_CERTIFICATE is set, but the program was built without the feature `tls` of router-runtime"
        }
        [Some(_), None] => "SERVE_TLS_CERTIFICATE is set without SERVE_TLS_KEY: expected both",
        [None, Some(_)] => "SERVE_TLS_KEY is set without SERVE_TLS_CERTIFICATE: expected both",
    };
    Err(ServeError::new(ErrorKind::InvalidInput, message))
}

/// The values that a variable may have.
struct Format<T> {
    parse: fn(&str) -> Option<T>,
    expected: &'static str,
    example: &'static str,
}

const SECONDS: Format<Duration> = Format {
    parse: seconds,
    expected: "a number of seconds",
    example: "5",
};

const TIMEOUT: Format<Option<Duration>> = Format {
    parse: |text| or_off(text, |text| seconds(text).filter(|it| !it.is_zero())),
    expected: "a number of seconds above 0, or `off`",
    example: "75",
};

const PROGRESS: Format<Option<Progress>> = Format {
    parse: |text| or_off(text, progress),
    expected: "a number of bytes and of seconds, or `off`",
    example: "1024/60",
};

const COUNT: Format<u32> = Format {
    parse: |text| text.parse().ok().filter(|count| *count > 0),
    expected: "a number above 0",
    example: "128",
};

const OPTIONAL_COUNT: Format<Option<usize>> = Format {
    parse: |text| text.parse().ok().filter(|count| *count > 0).map(Some),
    expected: "a number above 0",
    example: "128",
};

const HEADER_BYTES: Format<u32> = Format {
    parse: |text| text.parse().ok().filter(|bytes| *bytes >= 8192),
    expected: "a number of bytes, 8192 or more",
    example: "65536",
};

#[expect(clippy::option_option, reason = "`off` is valid")]
fn or_off<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        "off" => Some(None),
        text => parse(text).map(Some),
    }
}

fn progress(text: &str) -> Option<Progress> {
    let (bytes, interval) = text.split_once('/')?;
    let interval = seconds(interval).filter(|it| !it.is_zero())?;
    Some(Progress::new(bytes.parse().ok()?, interval))
}

fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse().ok()?).ok()
}

/// Reads a variable, if it is set, into a limit.
fn read<T>(name: &str, format: &Format<T>, limit: &mut T) -> Result<(), ServeError> {
    if let Some(text) = variable(name)? {
        *limit = parse(name, &text, format)?;
    }
    Ok(())
}

fn parse<T>(name: &str, text: &str, format: &Format<T>) -> Result<T, ServeError> {
    let example = format!("{name}={}", format.example);
    (format.parse)(text).ok_or_else(|| invalid(name, text, format.expected, &example))
}

pub(super) fn source() -> Result<ListenerSource, ServeError> {
    match inherited()? {
        Some(source) => Ok(source),
        None => Address::new(variable("HOST")?.as_deref(), variable("PORT")?.as_deref())
            .map(ListenerSource::Address),
    }
}

/// Takes the socket that a supervisor opened (`sd_listen_fds(3)`).
fn inherited() -> Result<Option<ListenerSource>, ServeError> {
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
        Ok(listener) => return Ok(listener.map(|it| ListenerSource::Bound(it.into()))),
        Err(error) => error,
    };
    #[cfg(unix)]
    if let Ok(Some(listener)) = sockets.take_unix_listener(0) {
        return Ok(Some(ListenerSource::Bound(listener.into())));
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

fn invalid(name: &str, text: &str, expected: &str, example: &str) -> ServeError {
    let message = format!("{name}={text} is invalid: expected {expected}, such as {example}");
    ServeError::new(ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds() {
        assert_eq!(seconds("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(seconds("30"), Some(Duration::from_secs(30)));
        for text in ["30s", "-1", "NaN", "1e300", "inf", ""] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn a_limit_can_be_turned_off() {
        let timeout = |text| parse("SERVE_IDLE_TIMEOUT", text, &TIMEOUT).ok();
        assert_eq!(timeout("off"), Some(None));
        assert_eq!(timeout("2"), Some(Some(Duration::from_secs(2))));
        assert_eq!(timeout("0"), None);
    }

    #[test]
    fn a_progress_is_bytes_and_seconds() {
        let minute = Duration::from_secs(60);
        assert_eq!(progress("1024/60"), Some(Progress::new(1024, minute)));
        for text in ["1024", "1024/0", "/60", "1024/", "-1/60", "1k/60"] {
            assert_eq!(progress(text), None, "{text}");
        }
    }

    #[test]
    fn an_invalid_value_is_reported_with_an_example() {
        let error = parse("SERVE_IDLE_TIMEOUT", "soon", &TIMEOUT).unwrap_err();
        let expected = "SERVE_IDLE_TIMEOUT=soon is invalid: expected a number of seconds above 0, or `off`, such as SERVE_IDLE_TIMEOUT=75";
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}
