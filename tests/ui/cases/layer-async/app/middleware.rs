use router_runtime::prelude::*;

pub async fn layer(folder: FolderLayers) -> FolderLayers {
    folder
}
