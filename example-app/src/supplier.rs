//! The supplier of the shop: a service of its own, which prints a new price list whenever it is asked for one.
//!
//! In truth it would be across the town. Here it listens on a port of this machine, so that nothing needs the internet.

use crate::counter::Counter;
use axum::{Json, Router, routing::get};
use serde::{Deserialize, Serialize};
use std::{io, sync::Arc};
use tokio::{net::TcpListener, sync::OnceCell};

/// What the supplier asks for its goods.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct PriceList {
    /// Which list it is, counted from one.
    pub number: u32,
    /// A bottle of ink, in cents.
    pub ink: u32,
    /// A ream of paper, in cents.
    pub paper: u32,
}

/// Where the supplier is; clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct Supplier(Arc<OnceCell<String>>);

impl Supplier {
    /// The address of its price list. Whoever asks first opens it.
    ///
    /// # Errors
    ///
    /// Where no port is free.
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
