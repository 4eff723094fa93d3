use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    "ok"
}

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder
}
