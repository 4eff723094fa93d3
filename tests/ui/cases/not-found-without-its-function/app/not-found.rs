pub const TITLE: &str = "a";
