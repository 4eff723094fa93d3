pub async fn GET() {
    panic!("on\npurpose");
}
