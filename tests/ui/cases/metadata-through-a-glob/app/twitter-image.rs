#[allow(unused_imports)]
pub use crate::anything::*;
