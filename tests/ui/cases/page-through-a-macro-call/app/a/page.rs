macro_rules! page {
    ($text:literal) => {
        pub async fn page() -> &'static str {
            $text
        }
    };
}

page!("a");
