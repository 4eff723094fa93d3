//! # WebSocket
//!
//! A route can upgrade its connection. As long as the socket is open, it responds to the name of an
//! item with its price. A request without an upgrade is a 400.
//!
//! ```console
//! $ curl -s http://localhost:3000/streaming/socket
//! < 400
//! …
//! ```

use crate::catalog::item;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use router_runtime::prelude::*;

/// The maximum size of a message in bytes.
const MAX_MESSAGE: usize = 1024;

pub async fn GET(upgrade: WebSocketUpgrade) -> Response {
    upgrade.max_message_size(MAX_MESSAGE).on_upgrade(respond)
}

/// Responds to messages until the socket is closed.
async fn respond(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(name) = message else {
            continue;
        };
        let text = match item(&name) {
            Some(item) => format!("{}: {} cents", item.name, item.cents),
            None => format!("{name}: not in the shop"),
        };
        if socket.send(Message::text(text)).await.is_err() {
            return;
        }
    }
}
