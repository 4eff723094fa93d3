#[cfg(unix)]
pub async fn GET() -> &'static str {
    "unix"
}

#[cfg(not(unix))]
pub async fn GET() -> &'static str {
    "other"
}

#[cfg(feature = "extra")]
pub async fn POST() -> Missing {
    Missing
}

#[cfg(test)]
mod tests {
    #[test]
    fn adds() {
        assert_eq!(1 + 1, 2);
    }
}
