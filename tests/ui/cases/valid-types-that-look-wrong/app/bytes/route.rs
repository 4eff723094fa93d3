type Byte = u8;

pub async fn GET() -> Vec<Byte> {
    b"bytes".to_vec()
}
