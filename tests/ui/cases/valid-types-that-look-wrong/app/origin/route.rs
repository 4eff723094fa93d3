use crate::Origin;

pub const revalidate: u32 = 60;

pub async fn GET(Origin(place): Origin) -> &'static str {
    place
}
