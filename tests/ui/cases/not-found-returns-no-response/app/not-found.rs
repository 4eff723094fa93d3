pub struct Nothing;

pub async fn not_found() -> Nothing {
    Nothing
}
