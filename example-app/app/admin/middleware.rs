//! # Middleware
//!
//! Every route below this folder requires a key. Middleware runs before the method is checked and
//! before the cache is read, so a request without the key only receives a 401.
//!
//! ```console
//! $ curl -s http://localhost:3000/admin
//! < 401
//! 401 Unauthorized
//! $ curl -s -X PATCH http://localhost:3000/admin
//! < 401
//! 401 Unauthorized
//! $ curl -s -H 'x-key: of-pens' http://localhost:3000/admin
//! < 200
//! The stock room, for Ada.
//! $ curl -s -H 'x-key: of-pens' -X PATCH http://localhost:3000/admin
//! < 405
//! < allow: GET, HEAD, OPTIONS
//! 405 Method Not Allowed
//! ```

use crate::keeper::Keeper;
use router_runtime::prelude::*;

pub async fn middleware(mut request: Request, next: Next) -> Result<Response> {
    let key = request.headers().get("x-key");
    let keeper = key
        .and_then(|key| Keeper::with(key.to_str().ok()?))
        .ok_or_else(unauthorized)?;
    request.extensions_mut().insert(keeper);
    Ok(next.run(request).await)
}
