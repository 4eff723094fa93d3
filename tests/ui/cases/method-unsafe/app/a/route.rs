pub async unsafe fn GET() -> &'static str {
    "ok"
}
