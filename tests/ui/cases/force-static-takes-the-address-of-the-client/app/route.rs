use router_runtime::extract::ClientIp;

pub const dynamic: &str = "force-static";

pub async fn GET(ClientIp(ip): ClientIp) -> String {
    ip.to_string()
}
