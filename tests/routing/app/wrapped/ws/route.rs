pub use crate::app::ws::GET;
