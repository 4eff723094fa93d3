use router_runtime::prelude::*;

pub async fn GET(State(visits): State<crate::Visits>) -> String {
    visits.0.to_string()
}
