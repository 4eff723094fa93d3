//! Tasks that a program runs instead of serving, for tools such as `cargo router`.

use super::ServeError;
use std::{
    env,
    io::{ErrorKind, Write, stdout},
};

/// The variable that names a task.
const VARIABLE: &str = "ROUTER_TASK";

/// A task: its name, and its output.
pub(crate) type Task<T> = (&'static str, fn(&T) -> String);

/// Runs the task that the environment names, and prints its output. Returns `false` if there is no task, so that the program serves.
///
/// # Errors
///
/// Returns an error if the task is unknown, or if its output cannot be written.
pub(crate) fn run<T>(tasks: &[Task<T>], subject: &T) -> Result<bool, ServeError> {
    let Some(named) = env::var_os(VARIABLE).filter(|task| !task.is_empty()) else {
        return Ok(false);
    };
    let Some((_, print)) = tasks.iter().find(|(name, _)| named == **name) else {
        return Err(unknown(&named.to_string_lossy(), tasks));
    };
    let mut output = print(subject);
    if !output.ends_with('\n') {
        output.push('\n');
    }
    let mut stdout = stdout().lock();
    stdout.write_all(output.as_bytes())?;
    stdout.flush()?;
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
        let names: Vec<_> = tasks.iter().map(|(name, _)| format!("`{name}`")).collect();
        format!(
            "{VARIABLE}={task} is not a task: expected {}",
            names.join(" or ")
        )
    };
    ServeError::new(ErrorKind::InvalidInput, message)
}
