//! Tasks that a program runs instead of serving, for tools such as `cargo router`.

use super::ServeError;
#[cfg(all(unix, feature = "second-tier"))]
use std::os::unix::ffi::OsStrExt;
#[cfg(feature = "second-tier")]
use std::path::PathBuf;
use std::{
    env,
    ffi::{OsStr, OsString},
    io::{self, ErrorKind, Write, stdout},
};

/// The variable that names a task.
const VARIABLE: &str = "ROUTER_TASK";

/// A task: its name, and its output.
pub(crate) type Task<T> = (&'static str, fn(&T) -> String);

/// The start of the task that writes a seed, before the path of its file.
#[cfg(feature = "second-tier")]
const SEED: &str = "seed ";

/// The task in `ROUTER_TASK`.
#[derive(Debug)]
pub(crate) enum RequestedTask {
    /// Write a seed to this file.
    #[cfg(feature = "second-tier")]
    Seed(PathBuf),
    /// Print the output of the task of this name.
    Print(OsString),
}

impl RequestedTask {
    /// Returns `None` if the program serves.
    pub(crate) fn from_env() -> Option<Self> {
        let text = named()?;
        #[cfg(feature = "second-tier")]
        if let Some(path) = seed_path(&text) {
            return Some(Self::Seed(path));
        }
        Some(Self::Print(text))
    }
}

/// Returns the text of the variable; `None` if it is empty.
fn named() -> Option<OsString> {
    env::var_os(VARIABLE).filter(|text| !text.is_empty())
}

/// Returns the path after the name of the task that writes a seed.
#[cfg(feature = "second-tier")]
fn seed_path(text: &OsStr) -> Option<PathBuf> {
    // Only on Unix may a path that is not UTF-8 be split.
    #[cfg(unix)]
    let path = OsStr::from_bytes(text.as_bytes().strip_prefix(SEED.as_bytes())?);
    #[cfg(not(unix))]
    let path = OsStr::new(text.to_str()?.strip_prefix(SEED)?);
    (!path.is_empty()).then(|| path.into())
}

/// Prints the output of a task.
///
/// # Errors
///
/// Returns an error if it cannot be written.
pub(crate) fn print(mut output: String) -> io::Result<()> {
    if !output.ends_with('\n') {
        output.push('\n');
    }
    let mut stdout = stdout().lock();
    stdout.write_all(output.as_bytes())?;
    stdout.flush()
}

/// Runs the task of this name, and prints its output.
///
/// # Errors
///
/// Returns an error if the task is unknown, or if its output cannot be written.
pub(crate) fn run<T>(name: &OsStr, tasks: &[Task<T>], subject: &T) -> Result<(), ServeError> {
    let Some((_, output)) = tasks.iter().find(|(known, _)| name == *known) else {
        return Err(unknown(name, tasks));
    };
    Ok(print(output(subject))?)
}

/// Checks that there is no task, since the server does not know the routes.
///
/// # Errors
///
/// Returns an error if there is one.
pub(super) fn refuse() -> Result<(), ServeError> {
    let Some(text) = named() else {
        return Ok(());
    };
    let task = text.to_string_lossy();
    let message = format!(
        "{VARIABLE}={}: `server::serve` has no tasks, because it serves any tower service and does not know its routes; call `serve()` or \
         `serve_with()` of the application",
        task.escape_debug()
    );
    Err(ServeError::new(ErrorKind::InvalidInput, message))
}

fn unknown<T>(name: &OsStr, tasks: &[Task<T>]) -> ServeError {
    let names = tasks.iter().map(|(name, _)| format!("`{name}`"));
    #[cfg(feature = "second-tier")]
    let names = names.chain([format!("`{SEED}FILE`")]);
    let names: Vec<_> = names.collect();
    let message = format!(
        "{VARIABLE}={} is not a task: expected {}",
        name.to_string_lossy().escape_debug(),
        names.join(" or ")
    );
    ServeError::new(ErrorKind::InvalidInput, message)
}
