//! Makes cargo notice new route files, and files of `public/` that clash with them.

fn main() {
    println!("cargo::rerun-if-changed=public");
    println!("cargo::rerun-if-changed=app");
}
