use std::rc::Rc;

pub async fn GET() -> String {
    let count = Rc::new(1);
    std::future::ready(()).await;
    count.to_string()
}
