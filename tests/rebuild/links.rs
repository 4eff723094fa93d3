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
        ["200 items", "404 ", "404 "]
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
