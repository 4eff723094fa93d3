pub async fn POST() -> &'static str {
    "ok"
}

pub async fn GETT() -> &'static str {
    "a"
}
