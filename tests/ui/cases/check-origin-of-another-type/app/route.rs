pub const check_origin: &str = "off";

pub async fn POST() {}
