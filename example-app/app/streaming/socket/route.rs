//! # WebSocket
//!
//! A route may hand its connection over. Whoever sends the name of an item is told its price, for as long as the socket is open.
//! A request that asks for no socket is told what it lacks.
//!
//! ```console
//! $ curl -s http://localhost:3000/streaming/socket
//! < 400
//! …
//! ```

use crate::shop::item;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use router_runtime::prelude::*;

/// More than any item's name has.
const LONGEST: usize = 1024;

pub async fn GET(upgrade: WebSocketUpgrade) -> Response {
    upgrade.max_message_size(LONGEST).on_upgrade(answer)
}

/// Ends when the visitor closes the socket, or goes away.
async fn answer(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(name) = message else {
            continue;
        };
        let said = match item(&name) {
            Some(item) => format!("{}: {} cents", item.name, item.cents),
            None => format!("{name}: not in the shop"),
        };
        if socket.send(Message::text(said)).await.is_err() {
            return;
        }
    }
}
