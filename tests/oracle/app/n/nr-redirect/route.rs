use crate::Origin;
use router_runtime::prelude::*;

pub async fn GET(State(Origin(host)): State<Origin>) -> impl IntoResponse {
    Response::redirect(format!("http://{host}/target"))
}
