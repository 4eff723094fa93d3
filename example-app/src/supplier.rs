//! The supplier of the shop: another service, whose price list changes with every request.
//!
//! It runs inside of this process and listens on a local port, so that the example works offline.

use crate::counter::Counter;
use axum::{Json, Router, routing::get};
use serde::{Deserialize, Serialize};
use std::{io, sync::Arc};
use tokio::{net::TcpListener, sync::OnceCell};

/// The prices of the supplier.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct PriceList {
    /// The number of the list, starting at one.
    pub number: u32,
    /// The price of a bottle of ink in cents.
    pub ink: u32,
    /// The price of a ream of paper in cents.
    pub paper: u32,
}

/// A supplier. Clones share its server.
#[derive(Clone, Debug, Default)]
pub struct Supplier(Arc<OnceCell<String>>);

impl Supplier {
    /// Returns the URL of the price list. The first call starts the server.
    ///
    /// # Errors
    ///
    /// Fails if no port is available.
    pub async fn prices(&self) -> io::Result<&str> {
        let address = self.0.get_or_try_init(open).await?;
        Ok(address)
    }
}

async fn open() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/prices", listener.local_addr()?);
    let lists = Arc::new(Counter::new());
    let prices = move || {
        let number = lists.next();
        async move {
            Json(PriceList {
                number,
                ink: 390 + number,
                paper: 620,
            })
        }
    };
    let router = Router::new().route("/prices", get(prices));
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(address)
}
