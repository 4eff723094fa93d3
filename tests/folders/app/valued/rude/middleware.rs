//! A layer that adds a value whose clone may panic.

use axum::Extension;
use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(Extension(crate::layers::Rude))
}
