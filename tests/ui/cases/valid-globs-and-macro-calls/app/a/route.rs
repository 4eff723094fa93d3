pub use crate::shared::*;

std::thread_local! {
    pub static COUNT: u32 = const { 5 };
}

pub async fn GET() -> String {
    format!("{TAG} {}", COUNT.with(|count| *count))
}
