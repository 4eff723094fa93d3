pub fn GET() -> impl Future<Output = &'static str> {
    std::future::ready("sync arrow")
}
