//! # Convention
//!
//! A file named `route.rs` serves the URL of its folder, here `/convention`. Its public functions that
//! are named after HTTP methods are ordinary axum handlers.
//!
//! ```console
//! $ curl -s http://localhost:3000/convention
//! < 200
//! < content-type: text/plain; charset=utf-8
//! The shop is open.
//! ```

pub async fn GET() -> &'static str {
    "The shop is open."
}
