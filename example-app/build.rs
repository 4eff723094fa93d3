//! Makes cargo notice new files, and lists the files of `app/`, whose text the application shows.

use std::{env, error::Error, ffi::OsStr, fmt::Write, fs, path::Path};
use walkdir::WalkDir;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=public");
    println!("cargo::rerun-if-changed=app");
    println!("cargo::rerun-if-changed=migrations");
    let root = env::current_dir()?;
    let mut list = "&[\n".to_owned();
    for entry in WalkDir::new("app").sort_by_file_name() {
        let entry = entry?;
        let file = entry.path();
        if file.extension() == Some(OsStr::new("rs")) {
            let text = |path: &Path| path.to_str().map(str::to_owned);
            let name = text(file).ok_or("a path is not UTF-8")?.replace('\\', "/");
            let path = text(&root.join(file)).ok_or("a path is not UTF-8")?;
            writeln!(list, "({name:?}, include_str!({path:?})),")?;
        }
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("files.rs"), list)?;
    Ok(())
}
