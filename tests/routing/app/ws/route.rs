use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use router_runtime::prelude::*;

pub async fn GET(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(echo)
}

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if socket.send(message).await.is_err() {
            return;
        }
    }
}
