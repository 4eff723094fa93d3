use router_runtime::metadata::*;

pub const dynamic: &str = "auto";

pub async fn robots(request: crate::Caller) -> Robots {
    Robots::new().host(request.0)
}
