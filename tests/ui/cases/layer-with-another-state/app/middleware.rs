use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers, _: &String) -> FolderLayers {
    folder
}
