pub use crate::shared::list as GET;

pub const revalidate: u32 = 60;
