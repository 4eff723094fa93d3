//! Any text as the name of a folder: it is refused, or has one meaning that survives a link and a second reading.
#![no_main]
#![allow(dead_code, unused_imports, reason = "parts of the macro")]

#[path = "../../../router-macros/src/diagnostics/mod.rs"]
mod diagnostics;
#[path = "../../../router-macros/src/location.rs"]
mod location;
#[path = "../../../router-macros/src/names.rs"]
mod names;
#[path = "../../../router-macros/src/segment/mod.rs"]
mod segment;
#[path = "../../../router-macros/src/unicode.rs"]
mod unicode;

use libfuzzer_sys::fuzz_target;
use router_runtime::Href;
use segment::{Folder, Segment, folder};
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization as _;

fuzz_target!(|name: &str| {
    if name.is_empty() || name.contains('/') {
        return;
    }
    let identifier = names::identifier(name);
    syn::parse_str::<syn::Ident>(&identifier).expect("a module can have the name");
    let segment = match folder(name) {
        Ok(Folder::Segment(segment)) => segment,
        Ok(_) => return,
        Err(problem) => {
            assert!(!problem.message.is_empty() && !problem.help.is_empty());
            return;
        }
    };
    let Segment::Static(text) = &segment else {
        assert_eq!(
            folder(&segment.spelled()).as_ref(),
            Ok(&Folder::Segment(segment))
        );
        return;
    };
    let bytes = decoded(name);
    let composed: String = str::from_utf8(&bytes).expect("text").nfc().collect();
    assert_eq!(*text, composed);
    let escaped = text.bytes().fold(String::new(), |mut escaped, byte| {
        let _ = write!(escaped, "%{byte:02x}");
        escaped
    });
    let again = Folder::Segment(segment.clone());
    assert_eq!(folder(&escaped).as_ref(), Ok(&again), "{escaped}");
    let link = Href::new().one(text).finish();
    assert_eq!(decoded(&link[1..]), text.as_bytes(), "{link}");
});

/// The bytes of a percent-encoded text.
fn decoded(link: &str) -> Vec<u8> {
    let mut pieces = link.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("an escape"));
        bytes.extend(rest.as_bytes());
    }
    bytes
}
