//! The check that cargo notices a new file in the app folder.
//!
//! rustc reports to cargo the files that it read, so cargo notices edits and removals. New files need a build script that watches the
//! folder: one that prints `rerun-if-changed`, or one that prints nothing, for which cargo watches the whole package.

use crate::{caller, diagnostics::Code, scan};
use std::{env, path::Path};

/// A warning for those of these folders whose new files go unnoticed.
pub(crate) fn warning(folders: &[&str]) -> Option<String> {
    caller::calling_file()?;
    let out_dir = env::var_os("OUT_DIR");
    let output = match &out_dir {
        None => None,
        Some(out_dir) => Some(scan::text(&Path::new(out_dir).join("../output"))?),
    };
    let is_unwatched = |folder: &&str| match (&out_dir, &output) {
        (Some(out_dir), Some(output)) => {
            // The build script may write the folder itself.
            !Path::new(folder).starts_with(out_dir) && !covers(output, folder)
        }
        _ => true,
    };
    let unwatched: Vec<&str> = folders.iter().copied().filter(is_unwatched).collect();
    (!unwatched.is_empty()).then(|| text(&unwatched, out_dir.is_some()))
}

/// The warning for these folders.
fn text(folders: &[&str], has_build_script: bool) -> String {
    let quoted: Vec<String> = folders.iter().map(|folder| format!("`{folder}`")).collect();
    let lines = folders
        .iter()
        .map(|folder| format!("println!(\"cargo::rerun-if-changed={folder}\");"));
    let lines = lines.collect::<Vec<_>>().join(" ");
    let (code, quoted) = (Code::Unwatched, quoted.join(" and "));
    let way_out = if has_build_script {
        format!("add this line to `main` of build.rs: {lines}")
    } else {
        format!("create build.rs with this line: fn main() {{ {lines} }}")
    };
    format!("{code} cargo does not notice new files in {quoted}; {way_out}")
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
    fn all_folders_are_in_one_line() {
        assert_eq!(
            text(&["app", "public"], true),
            "[R0801] cargo does not notice new files in `app` and `public`; add this line to `main` of build.rs: \
             println!(\"cargo::rerun-if-changed=app\"); println!(\"cargo::rerun-if-changed=public\");"
        );
        assert_eq!(
            text(&["public"], true),
            "[R0801] cargo does not notice new files in `public`; add this line to `main` of build.rs: \
             println!(\"cargo::rerun-if-changed=public\");"
        );
        assert_eq!(
            text(&["app"], false),
            "[R0801] cargo does not notice new files in `app`; create build.rs with this line: \
             fn main() { println!(\"cargo::rerun-if-changed=app\"); }"
        );
    }

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
