use router_runtime::{extract::Field, prelude::*};
use std::fmt::Write;

pub async fn POST(form: FormData) -> Result<String> {
    listed(&form)
}

pub async fn PUT(mut request: Request) -> Result<String> {
    listed(&request.form_data().await?)
}

fn listed(form: &FormData) -> Result<String> {
    let mut listed = String::new();
    for (name, field) in form.iter() {
        match field {
            Field::Text(text) => writeln!(listed, "{name}: {text}")?,
            Field::File(file) => writeln!(
                listed,
                "{name}: {} of {:?}, {} bytes that add up to {}",
                file.name,
                file.content_type,
                file.bytes.len(),
                file.bytes.iter().copied().map(u64::from).sum::<u64>(),
            )?,
            _ => unreachable!("a field is a text or a file"),
        }
    }
    Ok(listed)
}
