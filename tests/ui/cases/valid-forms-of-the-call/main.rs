router_runtime::routes!("./cases/valid-forms-of-the-call/app/");

router_runtime::routes! {
    /// Another one.
    pub(crate) mod other = "cases/valid-forms-of-the-call/other",
}

router_runtime::routes!(mod private = "cases/valid-forms-of-the-call/third", state = std::sync::Arc<str>);

fn main() {
    let _ = app::service();
    let _ = other::items::slug::href(5);
    let _ = private::routes("text".into());
}
