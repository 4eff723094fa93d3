use router_runtime::prelude::*;

pub async fn POST(user: Json<crate::User>) -> String {
    let _ = user;
    String::new()
}
