//! Bodies in many small chunks.

use crate::Server;
use router_runtime::server::ServeOptions;

#[tokio::test]
async fn small_chunks_that_are_ready_are_sent_together() {
    let server = Server::start(ServeOptions::new()).await;
    let mut client = server.connect().await;
    client
        .write("GET /chunks HTTP/1.1\r\nhost: x\r\n\r\n")
        .await;
    let response = client.until("\r\n0\r\n\r\n").await;
    let (_, mut rest) = response.split_once("\r\n\r\n").unwrap();
    let (mut body, mut frames) = (String::new(), 0);
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        body.push_str(&after[..length]);
        rest = &after[length + 2..];
        frames += 1;
        if length == 0 {
            break;
        }
    }
    let expected: Vec<_> = (0..1000)
        .map(|number| format!("chunk {number}\n"))
        .collect();
    assert_eq!(body, expected.concat());
    assert!(frames < 30, "{frames}");
}
