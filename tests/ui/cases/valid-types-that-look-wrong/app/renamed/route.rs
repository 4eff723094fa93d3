use crate::other::Thing as bool;
use axum::{Json as Query, extract::Query as Json};

pub async fn POST(_: Json<Vec<u8>>, thing: bool, _: Query<u8>) -> bool {
    thing
}
