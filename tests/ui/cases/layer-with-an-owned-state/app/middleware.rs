use crate::AppState;
use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers, _: State<AppState>) -> FolderLayers {
    folder
}
