//! Symbolic links in the app folder.

#![cfg(unix)]

use std::os::unix::fs::symlink;

use crate::app::{self, route};
use router_tests::fixture::Fixture;

fn link(fixture: &Fixture, place: &str, target: &str) {
    symlink(target, fixture.folder.join(place)).expect("links can be made");
}

#[test]
fn a_loop_of_links_is_walked_once() {
    let fixture = app::new("looping-links");
    fixture.write("app/items/route.rs", route("items"));
    link(&fixture, "app/items/up", "..");
    link(&fixture, "app/items/again", "../items");
    assert_eq!(
        fixture.run(&["/items", "/items/again", "/items/up"]),
        ["200 items", "404 404 Not Found", "404 404 Not Found"]
    );
}

#[test]
fn a_dangling_link_is_reported() {
    let fixture = app::new("broken-links");
    fixture.write("app/items/readme.txt", "");
    for place in ["app/items/route.rs", "app/items/folder"] {
        link(
            &fixture,
            place,
            place.rsplit('/').next().unwrap_or_default(),
        );
        let output = fixture.check();
        assert!(!output.success);
        let expected = format!("error: [R0106] `{place}` cannot be read: ");
        assert!(output.stderr.contains(&expected), "{}", output.stderr);
        // The second warning is cargo's summary.
        assert_eq!(
            output.stderr.matches("error: ").count(),
            2,
            "{}",
            output.stderr
        );
        fixture.remove(place);
    }
    assert!(fixture.check().success);
}

#[test]
fn the_source_folder_may_be_a_link() {
    let fixture = app::new("linked-source");
    fixture.write("app/health/route.rs", route("healthy"));
    fixture.write("elsewhere/deep/placeholder", "");
    let source = fixture.folder.join("src");
    std::fs::rename(&source, fixture.folder.join("elsewhere/deep/src")).expect("it can move");
    link(&fixture, "src", "elsewhere/deep/src");
    assert_eq!(fixture.run(&["/health"]), ["200 healthy"]);
}

#[test]
fn a_link_to_a_folder_elsewhere_is_followed() {
    let fixture = app::new("linked-folder");
    fixture.write("shared/health/route.rs", route("healthy"));
    link(&fixture, "app/health", "../shared/health");
    assert_eq!(fixture.run(&["/health"]), ["200 healthy"]);
}

#[test]
fn a_folder_is_routed_once_however_it_is_linked() {
    let fixture = app::new("links-inside");
    fixture
        .write("app/items/route.rs", route("items"))
        .write("app/others/route.rs", route("others"));
    link(&fixture, "app/alias", "items");
    link(&fixture, "app/items/others", "../others");
    let check = fixture.check();
    assert!(check.success, "{}", check.stderr);
    let expected =
        "[R0129] `app/alias` (and 1 more) leads to a folder whose files are routed elsewhere";
    assert!(check.stderr.contains(expected), "{}", check.stderr);
    assert_eq!(
        fixture.run(&["/items", "/others", "/alias", "/items/others"]),
        [
            "200 items",
            "200 others",
            "404 404 Not Found",
            "404 404 Not Found"
        ]
    );
}

#[test]
fn files_without_an_end_are_refused() {
    let fixture = app::new("endless-files");
    fixture
        .write("app/a/readme.txt", "")
        .write("app/b/readme.txt", "");
    for (place, is_pipe) in [("app/a/route.rs", true), ("app/b/icon.png", false)] {
        if is_pipe {
            let status = std::process::Command::new("mkfifo")
                .arg(fixture.folder.join(place))
                .status();
            assert!(status.expect("mkfifo runs").success());
        } else {
            link(&fixture, place, "/dev/zero");
        }
        let check = fixture.check();
        let expected = format!("error: [R0106] `{place}` cannot be read: it is not a regular file");
        assert!(check.stderr.contains(&expected), "{}", check.stderr);
        assert_eq!(
            check.stderr.matches("error: ").count(),
            2,
            "{}",
            check.stderr
        );
        fixture.remove(place);
    }
}

#[test]
fn an_unreadable_folder_is_reported() {
    use std::{fs, os::unix::fs::PermissionsExt};
    let fixture = app::new("unreadable-folder");
    fixture.write("app/closed/route.rs", route("closed"));
    let closed = fixture.folder.join("app/closed");
    let allow = |mode| {
        fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).expect("modes can be set");
    };
    allow(0o000);
    // The superuser reads everything.
    let is_denied = fs::read_dir(&closed).is_err();
    let check = fixture.check();
    allow(0o755);
    assert_eq!(check.success, !is_denied, "{}", check.stderr);
    if is_denied {
        let expected = "[R0106] `app/closed` cannot be read: permission denied";
        assert!(check.stderr.contains(expected), "{}", check.stderr);
    }
}
