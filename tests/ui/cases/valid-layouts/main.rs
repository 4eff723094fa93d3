use router_runtime::routes;

routes!("cases/valid-layouts/app");

mod shared {
    use router_runtime::prelude::*;

    pub async fn anything(children: Children) -> Result<Html<String>> {
        Ok(Html(children.into()))
    }
}

fn main() {
    let _ = app::router();
}
