//! The rooms of both crates, top to bottom. A room imports only rooms on floors below it.
//!
//! A room is a folder or a file below `src`. A file belongs to the room with the longest path that leads to it.

/// Rooms of the macro.
pub(crate) const MACROS: &[&[&str]] = &[
    &["lib"],
    &["pipeline"],
    &["expand"],
    &["check"],
    &["root", "dependency"],
    &[
        "tree",
        "placement",
        "strays",
        "folder_names",
        "signature",
        "undeclared_state",
    ],
    &["route_file"],
    &["watch"],
    &["caller"],
    &["scan"],
    &["near_miss"],
    &["segment", "app_file", "input"],
    &["diagnostics", "names", "metadata_file", "runtime"],
    &["location", "parallel", "unicode"],
];

/// Rooms of the runtime.
pub(crate) const RUNTIME: &[&[&str]] = &[
    &["lib", "guide"],
    &["__private", "prelude", "testing"],
    &["routing"],
    &["routing/app"],
    &["routing/endpoint"],
    &["routing/entry"],
    &["routing/handler"],
    &["extract"],
    &["fetch"],
    &["data"],
    &["respond"],
    &["observe", "rejection", "cache", "metadata", "rules"],
    &["href", "table", "cookie_header"],
    &["matching", "config", "server"],
    &["client", "errors"],
    &["decimal"],
];

/// The floor of a file, counted from the top, and its room.
pub(crate) fn room<'a>(floors: &[&[&'a str]], file: &str) -> Option<(usize, &'a str)> {
    let leads_to = |room: &str| {
        let rest = file.strip_prefix(room);
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    let rooms = floors
        .iter()
        .enumerate()
        .flat_map(|(floor, rooms)| rooms.iter().map(move |room| (floor, *room)));
    rooms
        .filter(|(_, room)| leads_to(room))
        .max_by_key(|(_, room)| room.len())
}
