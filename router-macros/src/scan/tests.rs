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
        warnings,
    } = scan(root.path(), "app");
    assert_eq!((problems, warnings), (vec![], vec![]));
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
fn a_file_that_is_not_utf8_is_a_problem() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/route.rs", b"\xff");
    let (files, problems) = paths(root.path());
    assert_eq!(files, [""; 0]);
    let expected = Problem::new(
        Code::FileNotUtf8,
        "`app/a/route.rs` is not valid UTF-8",
        "save the file as UTF-8",
    );
    assert_eq!(problems, [expected.at([Place::whole("app/a/route.rs")])]);
}

#[test]
fn files_that_may_be_meant_for_the_router_are_listed() {
    let root = tempfile::tempdir().unwrap();
    let others = [
        "a/Route.rs",
        "a/apple_icon.png",
        "a/page.ts",
        "helper.rs",
        "not_found.rs",
    ];
    let ignored = ["a/page.css", "a/icons.png", "a/helper.js", "_b/Route.rs"];
    for path in others.iter().chain(&ignored) {
        write(root.path(), path, b"");
    }
    let scanned = scan(root.path(), "app");
    assert_eq!(scanned.problems, []);
    assert!(scanned.files.is_empty());
    assert_eq!(scanned.others, others);
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

#[cfg(unix)]
#[test]
fn files_that_may_have_no_end_are_refused() {
    use std::{fs::File, os::unix::fs::symlink, process::Command};
    let root = tempfile::tempdir().unwrap();
    let large = File::create(root.path().join("favicon.ico")).unwrap();
    large.set_len(LARGEST + 1).unwrap();
    for (path, message) in [
        ("route.rs", "it is not a regular file"),
        ("a/page.rs", "it is not a regular file"),
        ("a/icon.png", "it is not a regular file"),
        ("b/routes.rs", ""),
        ("b/notes.txt", ""),
    ] {
        let file = root.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        if message.is_empty() || path == "a/page.rs" {
            symlink("/dev/zero", &file).unwrap();
        } else {
            let status = Command::new("mkfifo").arg(&file).status().unwrap();
            assert!(status.success());
        }
    }
    let scanned = scan(root.path(), "app");
    assert!(scanned.files.is_empty());
    let mut messages: Vec<String> = scanned.problems.into_iter().map(|it| it.message).collect();
    messages.sort();
    assert_eq!(
        messages,
        [
            "`app/a/icon.png` cannot be read: it is not a regular file",
            "`app/a/page.rs` cannot be read: it is not a regular file",
            "`app/favicon.ico` cannot be read: it is larger than 16 MiB",
            "`app/route.rs` cannot be read: it is not a regular file",
        ]
    );
    assert_eq!(text(&root.path().join("b/routes.rs")), None);
    assert!(sources(root.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_private_folder_is_followed() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "_shared/items/route.rs", b"");
    write(root.path(), "_shared/[slug]/page.rs", b"");
    symlink("_shared", root.path().join("shop")).unwrap();
    symlink("_shared/items", root.path().join("things")).unwrap();
    let scanned = scan(root.path(), "app");
    let paths: Vec<_> = scanned.files.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["shop/[slug]/page.rs", "shop/items/route.rs"]);
    assert_eq!(scanned.problems, []);
    let messages: Vec<_> = scanned.warnings.into_iter().map(|it| it.message).collect();
    assert_eq!(
        messages,
        [
            "`app/things` leads to a folder whose files are routed elsewhere, and has no routes of its own"
        ]
    );

    // The folder that is linked first is routed.
    symlink("_shared/items", root.path().join("a")).unwrap();
    let scanned = scan(root.path(), "app");
    let paths: Vec<_> = scanned.files.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["a/route.rs", "shop/[slug]/page.rs"]);
    let message = &scanned.warnings[0].message;
    assert!(
        message.starts_with("`app/shop/items` (and 1 more) leads to"),
        "{message}"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_is_listed_once_however_it_is_linked() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let folders = 12;
    for (place, prefix) in [(root.path(), "in"), (outside.path(), "out")] {
        for own in 0..folders {
            write(place, &format!("{prefix}{own}/route.rs"), b"");
            for other in (0..folders).filter(|other| *other != own) {
                let link = place.join(format!("{prefix}{own}/to{other}"));
                symlink(place.join(format!("{prefix}{other}")), link).unwrap();
            }
        }
    }
    symlink(outside.path(), root.path().join("outside")).unwrap();
    symlink(outside.path().join("out3"), root.path().join("third")).unwrap();
    let scanned = scan(root.path(), "app");
    assert_eq!(scanned.problems, []);
    assert_eq!(scanned.files.len(), 2 * folders);
    let paths: Vec<_> = scanned.files.iter().map(|it| it.path.as_str()).collect();
    assert!(
        paths.contains(&"in3/route.rs") && paths.contains(&"outside/out3/route.rs"),
        "{paths:#?}"
    );
    assert_eq!(scanned.warnings.len(), 1);
    let message = &scanned.warnings[0].message;
    assert!(message.starts_with("`app/in0/to1` (and "), "{message}");
    assert_eq!(sources(root.path()).len(), 2 * folders);
    assert_eq!(public(root.path()).unwrap().len(), folders);
}
