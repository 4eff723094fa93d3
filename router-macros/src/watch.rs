//! Whether cargo notices a new file in the app folder.
//!
//! rustc tells cargo which files it read, so edits and removals are seen. A file that was not there needs a build script that watches
//! the folder: one that says so with `rerun-if-changed`, or that says nothing at all, which makes cargo watch the whole package.

use crate::{caller, scan};
use std::{env, path::Path};

/// What to do about it, when additions would go unnoticed.
pub(crate) fn unwatched(folder: &str) -> Option<String> {
    caller::calling_file()?;
    let watched = match env::var_os("OUT_DIR") {
        None => false,
        // The build script writes the folder itself.
        Some(out_dir) if Path::new(folder).starts_with(&out_dir) => true,
        Some(out_dir) => {
            let output = scan::text(&Path::new(&out_dir).join("../output"))?;
            covers(&output, folder)
        }
    };
    (!watched).then(|| {
        format!(
            "new files in `{folder}` go unnoticed until something else changes; \
             put this into build.rs: fn main() {{ println!(\"cargo::rerun-if-changed={folder}\"); }}"
        )
    })
}

/// Whether what a build script printed makes cargo watch this folder.
fn covers(output: &str, folder: &str) -> bool {
    let mut says_what = false;
    for line in output.lines() {
        let Some(instruction) = line
            .strip_prefix("cargo::")
            .or_else(|| line.strip_prefix("cargo:"))
        else {
            continue;
        };
        says_what |= instruction.starts_with("rerun-if-env-changed=");
        if let Some(watched) = instruction.strip_prefix("rerun-if-changed=") {
            says_what = true;
            let watched = watched
                .trim()
                .trim_start_matches("./")
                .trim_end_matches('/');
            let folder = folder.trim_start_matches("./").trim_end_matches('/');
            let rest = Path::new(folder).strip_prefix(watched);
            let absolute = Path::new(watched).is_absolute() && Path::new(watched).ends_with(folder);
            if matches!(watched, "." | "") || rest.is_ok() || absolute {
                return true;
            }
        }
    }
    !says_what
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_script_watches_the_folder_or_not() {
        for (output, expected) in [
            ("cargo::rerun-if-changed=app\n", true),
            ("cargo:rerun-if-changed=./app/\n", true),
            ("cargo::rerun-if-changed=/home/me/shop/app\n", true),
            ("cargo::rerun-if-changed=.\n", true),
            ("", true),
            ("hello\ncargo::rustc-cfg=x\n", true),
            ("cargo::rerun-if-changed=build.rs\n", false),
            ("cargo::rerun-if-changed=application\n", false),
            ("cargo::rerun-if-env-changed=CC\n", false),
        ] {
            assert_eq!(covers(output, "app"), expected, "{output}");
        }
        assert!(covers("cargo::rerun-if-changed=src\n", "src/app"));
    }
}
