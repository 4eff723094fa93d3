//! Symbolic links in the app folder.

#![cfg(unix)]

use std::{os::unix::fs::symlink, path::Path};

use crate::app::{self, route};

#[test]
fn a_loop_of_links_does_not_hang_the_build() {
    let fixture = app::new("looping-links");
    fixture.write("app/items/route.rs", route("items"));
    let link = |target: &str, place: &str| {
        symlink(Path::new(target), fixture.folder.join(place)).expect("links can be made");
    };
    link("..", "app/items/up");
    link("self", "app/items/self");
    link("../items", "app/items/again");
    let said = fixture.check();
    // What the macro makes of a loop is its own decision; it must come to one, and say so when it refuses.
    assert!(
        said.success || said.stderr.contains("app/items/"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_link_to_a_folder_elsewhere_is_followed() {
    let fixture = app::new("linked-folder");
    fixture.write("shared/health/route.rs", route("healthy"));
    symlink("../shared/health", fixture.folder.join("app/health")).expect("links can be made");
    assert_eq!(fixture.answers(&["/health"]), ["200 healthy"]);
}
