macro_rules! handler {
    ($name:ident) => {
        pub async fn $name() -> &'static str {
            "made"
        }
    };
}

handler!(GET);
