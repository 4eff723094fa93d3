pub use crate::shared::anything as layout;
