pub use crate::shared::*;
