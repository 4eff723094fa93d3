pub async fn POST() -> &'static str {
    "ok"
}

macro_rules! handler {
    ($name:ident) => {
        pub async fn $name() -> &'static str {
            "made"
        }
    };
}

handler!(GET);
