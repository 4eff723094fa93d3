use router_runtime::prelude::*;

pub async fn POST(form: FormData) -> String {
    let names: Vec<&str> = form.iter().map(|(name, _)| name).collect();
    names.join("|")
}
