pub async fn GET<T: Default + ToString + Send>() -> String {
    T::default().to_string()
}
