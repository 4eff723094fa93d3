use router_runtime::extract::ClientIp;

pub async fn GET(ClientIp(ip): ClientIp) -> String {
    ip.to_string()
}

pub async fn POST(ClientIp(ip): ClientIp) -> String {
    ip.to_string()
}
