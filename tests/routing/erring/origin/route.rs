use router_runtime::extract::Origin;

pub async fn GET(origin: Origin) -> String {
    origin.to_string()
}
