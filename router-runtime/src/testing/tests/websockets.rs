use super::*;

#[tokio::test]
async fn websockets_are_opened_with_cookies_and_headers() {
    use axum::extract::ws::{Message, WebSocketUpgrade};
    let chat = async |upgrade: WebSocketUpgrade,
                      ConnectInfo(peer): ConnectInfo<SocketAddr>,
                      headers: HeaderMap| {
        let hello = format!(
            "{peer} {:?} {:?}",
            headers.get("cookie"),
            headers.get("x-a")
        );
        let response = upgrade.on_upgrade(async move |mut socket| {
            socket.send(hello.into()).await.unwrap();
            while let Some(Ok(message)) = socket.recv().await {
                if matches!(&message, Message::Text(text) if text.as_str() == "bye") {
                    return drop(socket.send(Message::Close(None)).await);
                }
                if matches!(message, Message::Text(_) | Message::Binary(_)) {
                    socket.send(message).await.unwrap();
                }
            }
        });
        ([(SET_COOKIE, "b=2")], response)
    };
    let router = Router::new()
        .route("/chat", any(chat))
        .route("/text", get(async || "text"));
    let client = Client::new(router).header("x-a", "1");
    client.set_cookie("a", "1");
    let mut socket = client.get("/chat?x").websocket().await.unwrap();
    assert_eq!(client.cookie("b").as_deref(), Some("2"));
    let hello = "127.0.0.1:49152 Some(\"a=1\") Some(\"1\")";
    assert_eq!(socket.text().await.unwrap(), hello);
    socket.send_text("hello").await.unwrap();
    assert_eq!(socket.text().await.unwrap(), "hello");
    socket.send_binary(&b"\x00\xff"[..]).await.unwrap();
    assert_eq!(&socket.binary().await.unwrap()[..], b"\x00\xff");
    socket.send_binary("x").await.unwrap();
    let error = socket.text().await.unwrap_err().to_string();
    assert!(
        error.starts_with("expected a text message from the WebSocket of /chat?x, found Binary("),
        "{error}"
    );
    socket.send_text("bye").await.unwrap();
    socket.closed().await.unwrap();

    let socket = client.get("/chat").websocket().await.unwrap();
    socket.close().await.unwrap();
    let error = client.get("/text").websocket().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a WebSocket\nGET /text returned 200 OK"
    );
    let error = client
        .get("text")
        .websocket()
        .await
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("GET text was not sent: "), "{error}");
}
