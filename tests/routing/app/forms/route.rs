use router_runtime::{extract::Field, prelude::*};
use std::fmt::Write;

pub async fn POST(form: FormData) -> Result<String> {
    told(&form)
}

pub async fn PUT(mut request: Request) -> Result<String> {
    told(&request.form_data().await?)
}

fn told(form: &FormData) -> Result<String> {
    let mut told = String::new();
    for (name, field) in form.iter() {
        match field {
            Field::Text(text) => writeln!(told, "{name}: {text}")?,
            Field::File(file) => writeln!(
                told,
                "{name}: {} of {:?}, {} bytes that add up to {}",
                file.name,
                file.content_type,
                file.bytes.len(),
                file.bytes.iter().copied().map(u64::from).sum::<u64>(),
            )?,
            _ => unreachable!("a field is a text or a file"),
        }
    }
    Ok(told)
}
