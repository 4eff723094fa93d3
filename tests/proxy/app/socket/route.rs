use axum::{extract::WebSocketUpgrade, response::Response};

/// Sends every message back.
pub async fn GET(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |mut socket| {
        while let Some(Ok(message)) = socket.recv().await {
            if socket.send(message).await.is_err() {
                return;
            }
        }
    })
}
