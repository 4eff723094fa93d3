pub async fn GET() -> Vec<u8> {
    vec![b'x'; 2 << 20]
}
