use axum::{extract::WebSocketUpgrade, response::Response};

/// Waits for the end of the connection.
pub async fn GET(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |mut socket| while let Some(Ok(_)) = socket.recv().await {})
}
