pub use crate::shared::middleware;
