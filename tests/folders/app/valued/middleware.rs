//! A layer that adds a value and returns no errors.

use axum::Extension;
use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(Extension("valued"))
}
