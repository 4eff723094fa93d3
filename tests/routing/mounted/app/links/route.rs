use crate::mount;

pub fn GET() -> String {
    format!(
        "{} {} {}",
        mount::href(),
        mount::p::id::href("a b"),
        mount::shop::rest::href(["x", "y"])
    )
}
