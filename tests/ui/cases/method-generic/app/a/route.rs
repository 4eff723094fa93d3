use router_runtime::prelude::*;

pub async fn GET<T: Default + ToString + Send>() -> String {
    T::default().to_string()
}
