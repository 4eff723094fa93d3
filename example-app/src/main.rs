//! The example application.
fn main() {}
