#![cfg(any())]

pub use missing::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> Missing {
    Missing
}
