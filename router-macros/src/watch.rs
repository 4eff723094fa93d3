//! The check that cargo notices a new file in the app folder.
//!
//! rustc reports to cargo the files that it read, so cargo notices edits and removals. New files need a build script that watches the
//! folder: one that prints `rerun-if-changed`, or one that prints nothing, for which cargo watches the whole package.

use crate::{caller, diagnostics::Code, scan};
use std::{env, path::Path};

/// A warning for the first of these folders whose new files go unnoticed.
pub(crate) fn warning(folders: &[&str]) -> Option<String> {
    folders.iter().find_map(|folder| unwatched(folder))
}

fn unwatched(folder: &str) -> Option<String> {
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
            "{} cargo does not notice new files in `{folder}`; \
             add to build.rs: fn main() {{ println!(\"cargo::rerun-if-changed={folder}\"); }}",
            Code::Unwatched
        )
    })
}

/// Returns `true` if the output of a build script makes cargo watch this folder.
fn covers(output: &str, folder: &str) -> bool {
    let mut has_instructions = false;
    for line in output.lines() {
        let Some(instruction) = line
            .strip_prefix("cargo::")
            .or_else(|| line.strip_prefix("cargo:"))
        else {
            continue;
        };
        has_instructions |= instruction.starts_with("rerun-if-env-changed=");
        if let Some(watched) = instruction.strip_prefix("rerun-if-changed=") {
            has_instructions = true;
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
    !has_instructions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_scripts_watch_the_folder_or_not() {
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
