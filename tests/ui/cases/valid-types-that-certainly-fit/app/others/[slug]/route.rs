use router_runtime::prelude::*;

pub async fn GET(_: (), cookies: Cookies, both: (HeaderMap, Method), body: Bytes) {
    drop((cookies, both, body));
}
