use router_runtime::prelude::*;

pub const body_limit: usize = 1000;

pub async fn POST(form: FormData) -> String {
    form.iter().count().to_string()
}

pub async fn PUT(mut form: Multipart) -> Result<String> {
    let mut count = 0;
    while let Some(field) = form.next_field().await? {
        field.bytes().await?;
        count += 1;
    }
    Ok(count.to_string())
}
