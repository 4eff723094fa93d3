pub use crate::app::events::GET;
