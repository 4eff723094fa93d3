use crate::Shared;
use axum::{
    extract::{State, WebSocketUpgrade},
    response::Response,
};

/// Sends every message back, until the server shuts down.
pub async fn GET(State(shared): State<Shared>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async move |mut socket| {
        loop {
            tokio::select! {
                message = socket.recv() => match message {
                    Some(Ok(message)) => drop(socket.send(message).await),
                    _ => return,
                },
                () = shared.readiness.closed() => {
                    let _ = socket.send("bye".into()).await;
                    shared.release.notified().await;
                    return;
                }
            }
        }
    })
}
