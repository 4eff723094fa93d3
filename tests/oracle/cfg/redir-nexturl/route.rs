use crate::Origin;
use router_runtime::prelude::*;

pub async fn GET(State(Origin(host)): State<Origin>) -> Error {
    redirect(format!("http://{host}/echo"))
}
