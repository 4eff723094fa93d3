const check_origin: bool = false;

pub async fn POST() {}
