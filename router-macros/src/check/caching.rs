//! The caching of a `GET`, as far as the text of its file determines it.

use super::values::{number, text};
use crate::{route_file::Constant, tree::RoutedFile};

/// The caching of a file's `GET` responses.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Caching<'f> {
    /// The handler runs per request, or sees a blank request, which [`blank`] tells.
    No,
    /// The responses are certainly cached.
    Yes(Cause<'f>),
    /// The caching depends on a constant that only the compiler can evaluate.
    Depends(Cause<'f>),
}

/// The reason why responses are cached.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cause<'f> {
    Constant(&'f Constant),
    /// Metadata files are cached by default.
    Metadata,
}

/// Returns the caching of a file's `GET` responses.
pub(crate) fn caching(file: &RoutedFile) -> Caching<'_> {
    let exports = &file.exports;
    // Only the compiler knows whether a constant under a `#[cfg]` exists.
    if let Some(dynamic) = exports.constant("dynamic") {
        match text(dynamic).filter(|_| dynamic.cfg.is_none()) {
            Some("error") => return Caching::Yes(Cause::Constant(dynamic)),
            Some("auto") => {}
            Some(_) => return Caching::No,
            None => return Caching::Depends(Cause::Constant(dynamic)),
        }
    }
    let Some(revalidate) = exports.constant("revalidate") else {
        return if file.is_metadata() {
            Caching::Yes(Cause::Metadata)
        } else {
            Caching::No
        };
    };
    let cause = Cause::Constant(revalidate);
    match number(revalidate) {
        _ if revalidate.cfg.is_some() => Caching::Depends(cause),
        Some(0) => Caching::No,
        Some(_) => Caching::Yes(cause),
        None if revalidate.value == "false" => Caching::Yes(cause),
        None => Caching::Depends(cause),
    }
}

/// The constant because of which a handler sees a blank request: `dynamic = "force-static"`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blank<'f> {
    pub(super) cause: &'f Constant,
    /// `false` if only the compiler can tell.
    pub(super) is_certain: bool,
}

/// Returns the reason why the `GET` of a file sees a blank request, or may see one.
pub(super) fn blank(file: &RoutedFile) -> Option<Blank<'_>> {
    let exports = &file.exports;
    let mut constants = exports.constants.iter();
    let cause = constants.find(|constant| {
        let may_be_static = |constant| matches!(text(constant), Some("force-static") | None);
        constant.name == "dynamic" && may_be_static(constant)
    })?;
    let revalidate = exports.constant("revalidate");
    let is_known = revalidate.is_none_or(|it| {
        let is_literal = it.value == "false" || number(it).is_some();
        it.cfg.is_none() && is_literal
    });
    if is_known && revalidate.is_some_and(|it| number(it) == Some(0)) {
        return None;
    }
    Some(Blank {
        cause,
        is_certain: is_known && cause.cfg.is_none() && text(cause).is_some(),
    })
}
