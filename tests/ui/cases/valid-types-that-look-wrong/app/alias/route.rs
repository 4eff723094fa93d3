type String = crate::other::Thing;

pub async fn GET(string: String, again: String) -> String {
    let _ = string;
    again
}
