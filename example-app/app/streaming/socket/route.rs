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

use crate::{catalog, error::ShopError};
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

/// The maximum size of a message in bytes.
const MAX_MESSAGE: usize = 1024;

pub async fn GET(State(database): State<SqlitePool>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.max_message_size(MAX_MESSAGE);
    upgrade.on_upgrade(|socket| respond(socket, database))
}

/// Responds to messages until the socket is closed.
async fn respond(mut socket: WebSocket, database: SqlitePool) {
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(name) = message else {
            continue;
        };
        let text = match catalog::find(&database, &name).await {
            Ok(item) => format!("{}: {} cents", item.name, item.cents),
            Err(ShopError::NotFound) => format!("{name}: not in the shop"),
            Err(error) => {
                tracing::error!("the price of {name} is unknown: {error:?}");
                return;
            }
        };
        if socket.send(Message::text(text)).await.is_err() {
            return;
        }
    }
}
