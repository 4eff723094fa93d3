use crate::AppState;
use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers, state: &AppState) -> FolderLayers {
    let _ = state;
    folder
}
