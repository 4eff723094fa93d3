use crate::Upload;

pub async fn error(_upload: Upload) {}
