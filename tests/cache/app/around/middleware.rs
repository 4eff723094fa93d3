//! A layer that adds an extension.

use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(Extension("around"))
}
