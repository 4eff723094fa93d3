//! Tasks that a program runs instead of serving, for tools such as `cargo router`.

use super::ServeError;
#[cfg(feature = "second-tier")]
use std::path::PathBuf;
use std::{
    env,
    io::{self, ErrorKind, Write, stdout},
};

/// The variable that names a task.
const VARIABLE: &str = "ROUTER_TASK";

/// A task: its name, and its output.
pub(crate) type Task<T> = (&'static str, fn(&T) -> String);

/// The start of the task that writes a seed, before the path of its file.
#[cfg(feature = "second-tier")]
const SEED: &str = "seed ";

/// Returns the path of the seed that the environment tells the program to write.
#[cfg(feature = "second-tier")]
pub(crate) fn seed() -> Option<PathBuf> {
    let task = env::var_os(VARIABLE)?;
    let path = task.to_str()?.strip_prefix(SEED)?.trim();
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

/// Runs the task that the environment names, and prints its output. Returns `false` if there is no task, so that the program serves.
///
/// # Errors
///
/// Returns an error if the task is unknown, or if its output cannot be written.
pub(crate) fn run<T>(tasks: &[Task<T>], subject: &T) -> Result<bool, ServeError> {
    let Some(named) = env::var_os(VARIABLE).filter(|task| !task.is_empty()) else {
        return Ok(false);
    };
    let Some((_, output)) = tasks.iter().find(|(name, _)| named == **name) else {
        return Err(unknown(&named.to_string_lossy(), tasks));
    };
    print(output(subject))?;
    Ok(true)
}

fn unknown<T>(task: &str, tasks: &[Task<T>]) -> ServeError {
    let task = task.escape_debug();
    let message = if tasks.is_empty() {
        format!(
            "{VARIABLE}={task}: `server::serve` has no tasks, because it serves any tower service and does not know its routes; call \
             `serve()` or `serve_with()` of the application"
        )
    } else {
        let names = tasks.iter().map(|(name, _)| format!("`{name}`"));
        #[cfg(feature = "second-tier")]
        let names = names.chain([format!("`{SEED}FILE`")]);
        let names: Vec<_> = names.collect();
        format!(
            "{VARIABLE}={task} is not a task: expected {}",
            names.join(" or ")
        )
    };
    ServeError::new(ErrorKind::InvalidInput, message)
}
