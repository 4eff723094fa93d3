pub async fn POST(user: crate::User) -> String {
    let _ = user;
    String::new()
}
