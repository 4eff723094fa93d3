use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Result<Html<String>> {
    let number: u32 = children.as_str().parse()?;
    Ok(Html(number.to_string()))
}
