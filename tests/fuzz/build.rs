//! Builds the application again when a file is added to it.

fn main() {
    println!("cargo::rerun-if-changed=app");
    println!("cargo::rerun-if-changed=public");
}
