//! # Middleware: a route behind it
//!
//! The middleware of the folder passes the keeper as an extension.
//!
//! ```console
//! $ curl -s -H 'x-key: of-pens' http://localhost:3000/admin
//! < 200
//! The stock room, for Ada.
//! ```

use crate::keeper::Keeper;
use router_runtime::prelude::*;

pub async fn GET(Extension(keeper): Extension<Keeper>) -> String {
    format!("The stock room, for {}.\n", keeper.name)
}
