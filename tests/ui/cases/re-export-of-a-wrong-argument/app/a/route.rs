pub use crate::shared::list as GET;
