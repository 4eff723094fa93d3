mod helper;

const QUERY: &str = "select 1";

pub const TAG: &str = "items";

pub struct Params {
    pub page: u32,
}

async fn delete(params: Params) -> u32 {
    params.page
}

pub fn port() -> u16 {
    80
}

pub async fn GET() -> String {
    let deleted = delete(Params { page: 1 }).await;
    format!("{QUERY} {TAG} {deleted} {} {}", port(), helper::name())
}
