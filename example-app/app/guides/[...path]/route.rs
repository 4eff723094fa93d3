//! # Dynamic segments: catch-all
//!
//! `[...path]` matches one or more segments. `Params`, which the macro generates for every folder, has
//! a field with its name.
//!
//! ```console
//! $ curl -s http://localhost:3000/guides/pens/how%20to%20fill
//! < 200
//! Guide: pens > how to fill
//! $ curl -s http://localhost:3000/guides
//! < 404
//! …
//! ```

use crate::app::guides::path::Params;

pub async fn GET(Params { path }: Params) -> String {
    format!("Guide: {}", path.join(" > "))
}
