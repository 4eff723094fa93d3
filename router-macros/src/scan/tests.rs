use super::*;

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

fn paths(root: &Path) -> (Vec<String>, Vec<Problem>) {
    let scanned = scan(root, "app");
    let paths = scanned.files.into_iter().map(|file| file.path);
    (paths.collect(), scanned.problems)
}

#[test]
fn lists_routed_files_sorted() {
    let root = tempfile::tempdir().unwrap();
    for path in [
        "route.rs",
        "items/[slug]/route.rs",
        "items/helper.rs",
        "items-old/route.rs",
        "(marketing)/about/page.rs",
        "_notes/route.rs",
        "a/_b/c/route.rs",
        "not-found.rs",
        "readme.txt",
    ] {
        write(root.path(), path, path.as_bytes());
    }
    let Scanned {
        files,
        others,
        problems,
    } = scan(root.path(), "app");
    assert_eq!(problems, []);
    assert_eq!(others, ["items/helper.rs"]);
    let listed: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        listed,
        [
            "(marketing)/about/page.rs",
            "items-old/route.rs",
            "items/[slug]/route.rs",
            "not-found.rs",
            "route.rs"
        ]
    );
    assert!(files.iter().all(|file| file.text == file.path));
}

#[test]
fn mistakes_in_files_are_reported() {
    for (path, bytes, code, message, help) in [
        (
            "a/Route.rs",
            &b""[..],
            Code::FileName,
            "`Route.rs` is not a router file; did you mean `route.rs`?",
            "rename it to `app/a/route.rs`",
        ),
        (
            "a/not-found.rs",
            b"",
            Code::NotFoundFile,
            "`not-found.rs` is only allowed at the root of the app folder",
            "move it to `app/not-found.rs`",
        ),
        (
            "a/route.rs",
            b"\xff",
            Code::FileNotUtf8,
            "`app/a/route.rs` is not valid UTF-8",
            "save the file as UTF-8",
        ),
    ] {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), path, bytes);
        let (files, problems) = paths(root.path());
        assert_eq!(files, [""; 0], "{path}");
        let place = Place::whole(format!("app/{path}"));
        let expected = Problem::new(code, message, help).at([place]);
        assert_eq!(problems, [expected], "{path}");
    }
}

#[test]
fn a_missing_folder_is_a_problem() {
    let root = tempfile::tempdir().unwrap();
    let (files, problems) = paths(&root.path().join("nowhere"));
    assert_eq!(files, [""; 0]);
    assert_eq!(problems[0].message, "the folder `app` does not exist");
    assert_eq!(problems.len(), 1);
}

#[cfg(unix)]
#[test]
fn follows_links_and_breaks_loops() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    write(root.path(), "a/route.rs", b"");
    write(outside.path(), "route.rs", b"");
    symlink("..", root.path().join("a/up")).unwrap();
    symlink("../a", root.path().join("a/self")).unwrap();
    symlink(outside.path(), root.path().join("linked")).unwrap();
    symlink("nowhere", root.path().join("a/.#route.rs")).unwrap();
    let (files, problems) = paths(root.path());
    assert_eq!(files, ["a/route.rs", "linked/route.rs"]);
    assert_eq!(problems, []);

    symlink("nowhere", root.path().join("b")).unwrap();
    let (_, problems) = paths(root.path());
    assert_eq!(
        problems[0].message,
        "`app/b` cannot be read: no such file or directory"
    );
    assert_eq!(problems.len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_name_that_is_not_utf8_is_a_problem() {
    use std::os::unix::ffi::OsStrExt;
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join(OsStr::from_bytes(b"caf\xe9"))).unwrap();
    let (_, problems) = paths(root.path());
    assert_eq!(
        problems[0].message,
        "the name of the folder `caf\u{fffd}` is not valid UTF-8"
    );
}
