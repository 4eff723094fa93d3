use router_runtime::prelude::Children as Kids;

pub async fn layout(kids: Kids) -> router_runtime::prelude::Html<String> {
    router_runtime::prelude::Html(kids.to_string())
}
