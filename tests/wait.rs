//! Waiting for a state instead of for a time.

use std::time::Duration;

/// The longest time that a test waits for something. Only a failing test reaches it.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// Calls `look` until it returns a value, and returns that value.
///
/// # Panics
///
/// Panics after [`TIMEOUT`]. The message contains the name of the awaited state.
pub async fn wait_for<T>(name: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let found = tokio::time::timeout(TIMEOUT, looking).await;
    found.unwrap_or_else(|_| panic!("{name} did not happen within {TIMEOUT:?}"))
}
