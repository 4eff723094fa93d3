pub async fn GET() -> &'static str {
    "keyword"
}

#[cfg(unix)]
pub async fn POST() -> &'static str {
    "unix"
}

#[cfg(not(unix))]
pub async fn POST(body: String) -> String {
    body
}

pub use shared::DELETE;

mod shared {
    use router_runtime::prelude::*;

    pub async fn DELETE(method: Method) -> String {
        format!("{method} from elsewhere")
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn tests_inside_route_files_run() {
        assert_eq!(super::GET().await, "keyword");
    }
}
