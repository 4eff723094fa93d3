use crate::Origin;
use router_runtime::prelude::*;

pub async fn GET(State(Origin(host)): State<Origin>) -> impl IntoResponse {
    (
        StatusCode::FOUND,
        [(header::LOCATION, format!("http://{host}/target"))],
    )
}
