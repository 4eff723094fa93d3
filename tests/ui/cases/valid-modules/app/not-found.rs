mod not_found;

pub async fn not_found() -> &'static str {
    not_found::not_found()
}
