//! The place of the public folder at run time.
//!
//! The program contains no path of the machine that built it. Cargo tells a program that it runs where the crate is; a program that
//! was copied has the folder next to it, or in its current directory.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

/// The name of the folder.
const NAME: &str = "public";

/// The folder `public` of a crate, which existed when the crate was built. From generated code.
#[derive(Clone, Copy, Debug)]
pub struct BuiltWithPublic {
    /// The name of the package.
    pub package: &'static str,
    /// The folder of the package, relative to that of its workspace.
    pub folder: &'static str,
}

/// The surroundings of a running program.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// The package that cargo runs, and its folder.
    cargo: Option<(OsString, PathBuf)>,
    /// The folder of the program.
    program: Option<PathBuf>,
    current: Option<PathBuf>,
}

impl Surroundings {
    pub(super) fn of_this_program() -> Self {
        let cargo = env::var_os("CARGO_PKG_NAME").zip(env::var_os("CARGO_MANIFEST_DIR"));
        let program = env::current_exe().ok();
        Self {
            cargo: cargo.map(|(package, folder)| (package, folder.into())),
            program: program.and_then(|program| program.parent().map(Path::to_owned)),
            current: env::current_dir().ok(),
        }
    }
}

/// A place where the folder may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CandidateFolder {
    pub(super) folder: PathBuf,
    /// `true` if the place is neither configured nor in the sources of the package: an unrelated `public` may be there.
    pub(super) is_guess: bool,
}

impl CandidateFolder {
    /// A folder that is configured, or that of the package.
    pub(super) fn certain(folder: PathBuf) -> Self {
        Self {
            folder,
            is_guess: false,
        }
    }

    fn guess(above: &Path) -> Self {
        Self {
            folder: above.join(NAME),
            is_guess: true,
        }
    }
}

impl BuiltWithPublic {
    /// Returns the places where the folder may be, the best one first.
    pub(super) fn places(&self, surroundings: &Surroundings) -> Vec<CandidateFolder> {
        let Surroundings {
            cargo,
            program,
            current,
        } = surroundings;
        let mut places = Vec::new();
        match cargo {
            Some((package, folder)) if package == self.package => {
                places.push(CandidateFolder::certain(folder.join(NAME)));
            }
            // Cargo runs another package of the workspace, such as its tests.
            Some((_, folder)) => places.extend(self.in_workspace_above(folder)),
            None => {}
        }
        if let Some(program) = program {
            places.push(CandidateFolder::guess(program));
            // `target/debug` is below the workspace.
            places.extend(self.in_workspace_above(program));
        }
        places.extend(current.as_deref().map(CandidateFolder::guess));
        let mut seen = Vec::new();
        places.retain(|place| {
            let is_new = !seen.contains(&place.folder);
            seen.push(place.folder.clone());
            is_new
        });
        places
    }

    /// Returns the folder in each workspace above that has this package.
    fn in_workspace_above(&self, folder: &Path) -> impl Iterator<Item = CandidateFolder> {
        let packages = folder.ancestors().map(|above| above.join(self.folder));
        packages
            .filter(|package| package.join("Cargo.toml").is_file())
            .map(|package| CandidateFolder::certain(package.join(NAME)))
    }
}

#[cfg(test)]
impl Surroundings {
    pub(super) fn at(current: &str) -> Self {
        Self {
            current: Some(current.into()),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_folder_is_found_under_cargo_next_to_the_program_and_in_the_current_directory() {
        let root = tempfile::tempdir().unwrap();
        let path = |below: &str| root.path().join(below);
        for folder in ["shop", "shop/nested", "tests", "target/debug", "other"] {
            fs::create_dir_all(path(folder)).unwrap();
        }
        fs::write(path("shop/Cargo.toml"), "").unwrap();
        let built = BuiltWithPublic {
            package: "shop",
            folder: "shop",
        };
        let cargo = |package: &str, folder: &str| Some((package.into(), path(folder)));
        let (debug, other) = (|| Some(path("target/debug")), || Some(path("other")));
        let shop = || Some(path("shop"));
        for (cargo, program, current, expected) in [
            (
                cargo("shop", "shop"),
                debug(),
                other(),
                &["shop", "target/debug?", "other?"][..],
            ),
            (cargo("tests", "tests"), None, other(), &["shop", "other?"]),
            (None, debug(), other(), &["target/debug?", "shop", "other?"]),
            (None, other(), other(), &["other?", "shop"]),
            (cargo("shop", "shop"), shop(), shop(), &["shop"]),
            (None, None, None, &[]),
        ] {
            let surroundings = Surroundings {
                cargo,
                program,
                current,
            };
            let place = |expected: &&str| match expected.strip_suffix('?') {
                Some(guess) => CandidateFolder::guess(&path(guess)),
                None => CandidateFolder::certain(path(expected).join(NAME)),
            };
            let expected: Vec<_> = expected.iter().map(place).collect();
            assert_eq!(built.places(&surroundings), expected, "{surroundings:?}");
        }
    }
}
