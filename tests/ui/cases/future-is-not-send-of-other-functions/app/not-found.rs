use std::rc::Rc;

pub async fn not_found() -> String {
    let count = Rc::new(1);
    std::future::ready(()).await;
    count.to_string()
}
