pub use crate::shared::GET;
pub use crate::shared::{DELETE, create as POST};
