//! Makes cargo notice new route files.

fn main() {
    println!("cargo::rerun-if-changed=routing");
    println!("cargo::rerun-if-changed=cache/app");
}
