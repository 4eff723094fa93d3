use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct Order {
    count: u32,
}

pub async fn POST(Form(order): Form<Order>) -> String {
    order.count.to_string()
}
