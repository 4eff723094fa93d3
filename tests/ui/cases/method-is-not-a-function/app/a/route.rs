pub async fn POST() -> &'static str {
    "ok"
}

pub static GET: fn() -> &'static str = || "a";
