//! A comparison of the skimmer with syn.

use proptest::prelude::*;
use syn::{Item as Parsed, spanned::Spanned};

use super::super::{
    lexer,
    skim::{ItemKind, skim},
};
use crate::{app_file::FileKind, location::position, runtime::Runtime};

/// Every source is a whole file.
const NASTY: &[&str] = &[
    "",
    "\u{feff}fn a() {}",
    "#!/bin/sh\nfn a() {}",
    "#![inner] fn a() {}",
    "#! /* c */ [inner] fn a() {}",
    "#!\n[inner]\nfn a() {}",
    "//! doc\n#![allow(x)]\n/// doc\n#[attr = \"]\"] pub fn a() {}",
    "/* a /* nested */ \" ' */ fn a() {} /**/ /***/ fn b() {}",
    "fn a() { '{' ; '\\'' ; '\\\\'; '\"'; b'}'; '\\u{7d}'; '日'; }",
    "fn a<'x>(x: &'x str) -> &'x str { 'l: loop { break 'l; } }",
    "const A: &str = \"} fn x() {} \\\" ;\"; const B: &str = r##\"}\"# \"##;",
    "const A: &[u8] = b\"}\\\"\"; const B: &[u8] = br#\"}\"\"#; const C: &CStr = c\"}\"; const D: &CStr = cr#\"}\"#;",
    "const r#fn: u8 = 1; fn r#struct() {} use r#mod::x;",
    "const A: u8 = { fn inner() {} 1 }; static mut B: [u8; 2] = [0; 2]; const _: () = ();",
    "const fn a() {} pub const unsafe fn b() {} async fn c() {} pub(crate) async unsafe fn d() {}",
    "extern \"C\" fn a() {} unsafe extern \"C\" fn b() {} extern fn c() {} extern \"C\" { fn d(); }",
    "unsafe extern \"C\" { safe fn a(); } extern { fn b(); } extern r#\"C\"# fn z() {}",
    "extern crate core; extern crate core as other; extern crate self as me;",
    "struct A; struct B(u8); struct C { a: u8 } struct D<T>(T) where T: Copy; struct E<T> where T: X<{ 3 }> { t: T }",
    "struct A<const N: usize = { 3 }>; struct B<const N: usize = 3> { x: [u8; N] }",
    "enum A { B = { 3 }, C(u8) } union U { a: u8 } pub(in crate::x) enum Z {}",
    "fn union() {} fn auto() {} fn default() {} fn safe() {} const auto: u8 = 1; static default: u8 = 2;",
    "trait A { fn x(); } unsafe trait B {} auto trait C {} pub unsafe auto trait D {}",
    "impl A for B { fn x() {} } unsafe impl C for D {} impl<const N: usize> E<{ N }> for F<{ N }> where G<{ 1 }>: H {}",
    "impl<T> A<T> {} impl [(); { 3 }] {} impl X for fn() -> u8 {}",
    "fn a() -> [u8; { 3 }] { [0; 3] } fn b() -> X<{ 3 }, Y<{ 4 }>> {} fn c<F: Fn(u8) -> X<u8>>() -> u8 where F: X {}",
    "fn a<T: A<B = C<D>>>(t: T) -> impl Fn() -> Vec<Vec<u8>> { t } fn b() {}",
    "mod a; pub mod b { fn c() {} } mod c { #![x] }",
    "type A = u8; type B<T> = Vec<T>; pub type C = [u8; { 3 }];",
    "use a::b; pub use a::{b, c::*, d as _}; use ::x; use *; pub(super) use {a, b};",
    "macro_rules! a { () => {}; } macro_rules! b ( () => {} ); a! {} b!(); c::d![]; ::e::f! { } crate::g!();",
    "union! {} auto!(); default! {} safe![]; r#async!();",
    "pub fn a(#[x] a: u8, mut b: u8, ..: u8) {}",
    "fn a() { let x = 1.0e-3_f64 .. 2.; x.0.1; 0b11_u8; 0xffu8; 1..=2; }",
    "fn a() { macro_name!{ ' ' } ; x = y >> 3 << z; |a| { a }; a::<{ 3 }>(); }",
    "pub (crate) fn a() {} pub ( in x ) fn b() {}",
    "fn é() {} const 日本: u8 = 1; fn a\u{200e}() {}",
    "fn a()\r\n{}\r\n\r\nfn b() {}\u{2028}fn c() {}",
    "#[cfg(test)] mod tests { use super::*; #[test] fn t() {} }",
    "pub const revalidate: u32 = if true { 1 } else { 2 };",
    "const A: fn() -> u8 = || { 1 }; const B: bool = 1 < 2; const C: bool = { 1 } > 2;",
    "static A: Foo<{ 3 }> = Foo { a: ';' };",
    "fn a() where for<'a> &'a u8: X, [(); { 3 }]: Y {}",
    "async fn a() {} gen! {}",
    "fn a() -> t!{ u8 } { 1 } fn b(x: t!{ u8 }) -> X<t!{ u8 }> where t!{ u8 }: Y {} fn c() -> a::t! { u8 } {}",
    "impl X for t!{ u8 } { fn y() {} } impl t!{ u8 } {} fn d() -> ! { loop {} } fn e() -> !{ loop {} }",
    "struct A(t!{ u8 }); const B: t!{ u8 } = t! { 1 }; type C = t!{ u8 }; fn z() {}",
    "pub fn GET(a: A<'_, { 3 }, -1>) -> B {}\n#[doc = r#\"}\"#]\npub async fn POST() {}",
    "trait A = B; pub macro a() {} macro b { () => {} }",
    "impl !Send for A {} default impl D for E {} default unsafe impl F for G {}",
    "const async unsafe extern \"C\" fn a() {} async unsafe extern fn b() {}",
    "fn a(); struct B where u8: X; type C; const D: u8; static E: u8;",
];

#[derive(Debug, PartialEq)]
struct Found {
    kind: ItemKind,
    name: String,
    line: usize,
    column: usize,
}

fn skimmed(source: &str) -> Option<Vec<Found>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let items = skim(source)?.items;
    Some(
        items
            .iter()
            .map(|item| {
                let at = position(source, item.name.start);
                let name = item.name.text(source).to_owned();
                Found {
                    kind: item.kind,
                    name,
                    line: at.line,
                    column: at.column,
                }
            })
            .collect(),
    )
}

fn parsed(source: &str) -> Option<Vec<Found>> {
    let file = syn::parse_file(source).ok()?;
    let found = |kind, name: String, span: proc_macro2::Span| {
        let start = span.start();
        Found {
            kind,
            name,
            line: start.line,
            column: start.column + 1,
        }
    };
    let named = |kind, ident: &syn::Ident| found(kind, ident.to_string(), ident.span());
    Some(
        file.items
            .iter()
            .map(|item| match item {
                Parsed::Const(it) => named(ItemKind::Const, &it.ident),
                Parsed::Enum(it) => named(ItemKind::Enum, &it.ident),
                Parsed::ExternCrate(it) => named(ItemKind::ExternCrate, &it.ident),
                Parsed::Fn(it) => named(ItemKind::Fn, &it.sig.ident),
                Parsed::ForeignMod(it) => found(
                    ItemKind::ForeignMod,
                    "extern".into(),
                    it.abi.extern_token.span,
                ),
                Parsed::Impl(it) => found(ItemKind::Impl, "impl".into(), it.impl_token.span),
                Parsed::Macro(it) => {
                    let first = it.mac.path.segments[0].ident.to_string();
                    match &it.mac.path.leading_colon {
                        Some(colon) => found(ItemKind::Macro, ":".into(), colon.span()),
                        None => found(ItemKind::Macro, first, it.mac.path.span()),
                    }
                }
                Parsed::Mod(it) => named(ItemKind::Mod, &it.ident),
                Parsed::Static(it) => named(ItemKind::Static, &it.ident),
                Parsed::Struct(it) => named(ItemKind::Struct, &it.ident),
                Parsed::Trait(it) => named(ItemKind::Trait, &it.ident),
                Parsed::TraitAlias(it) => named(ItemKind::Trait, &it.ident),
                Parsed::Type(it) => named(ItemKind::Type, &it.ident),
                Parsed::Union(it) => named(ItemKind::Union, &it.ident),
                Parsed::Use(it) => found(ItemKind::Use, "use".into(), it.use_token.span),
                _ => found(ItemKind::Other, String::new(), item.span()),
            })
            .collect(),
    )
}

/// Unstable syntax is opaque to syn: only its presence can be compared.
fn is_comparable(found: &[Found]) -> bool {
    found.iter().all(|it| it.kind != ItemKind::Other)
}

fn agree(source: &str) -> Result<(), TestCaseError> {
    if let Some(expected) = parsed(source) {
        let found = skimmed(source);
        prop_assert!(found.is_some(), "not skimmed: {source:?}");
        let found = found.unwrap_or_default();
        if is_comparable(&expected) {
            prop_assert_eq!(found, expected, "{:?}", source);
        } else {
            prop_assert_eq!(found.len(), expected.len(), "{:?}", source);
        }
    }
    Ok(())
}

#[test]
fn nasty_sources() {
    let mut compared = 0;
    for source in NASTY {
        agree(source).unwrap();
        compared += usize::from(parsed(source).is_some_and(|it| is_comparable(&it)));
    }
    assert!(
        compared >= 40,
        "{compared} of {} sources were compared",
        NASTY.len()
    );
}

/// Pieces that change what follows them.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "r#\"",
    "\"#",
    "/*",
    "*/",
    "//",
    "\n",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    ";",
    ",",
    "->",
    "=",
    "::",
    "!",
    "#",
    "'a",
    "b'x'",
    "b\"",
    "c\"x\"",
    "\\",
    "pub ",
    "fn ",
    "const ",
    "async ",
    "unsafe ",
    "extern ",
    "use ",
    "mod ",
    "x",
    "union ",
    "auto ",
    "default ",
    "é",
    " ",
    "#[cfg(x)]",
    "macro_rules! m {}",
    "'\\''",
    "{ 3 }",
    "static ",
    "type ",
    "impl ",
    "trait ",
];

prop_compose! {
    fn mutated()(
        first in 0..NASTY.len(),
        second in 0..NASTY.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len(), 0..4_usize), 0..4),
    ) -> String {
        let mut letters: Vec<char> = NASTY[first].chars().chain(" ".chars()).chain(NASTY[second].chars()).collect();
        for (at, piece, removed) in edits {
            let at = at.index(letters.len());
            let end = (at + removed).min(letters.len());
            letters.splice(at..end, PIECES[piece].chars());
        }
        letters.into_iter().collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn mutated_sources(source in mutated()) {
        agree(&source)?;
        for kind in [FileKind::Route, FileKind::Page] {
            super::read(&source, kind, &Runtime::default());
        }
    }

    #[test]
    fn pieces_in_any_order(pieces in prop::collection::vec(0..PIECES.len(), 0..12)) {
        let source: String = pieces.into_iter().map(|at| PIECES[at]).collect();
        agree(&source)?;
        super::read(&source, FileKind::Route, &Runtime::default());
    }

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let source = String::from_utf8_lossy(&bytes);
        super::read(&source, FileKind::Route, &Runtime::default());
        if let Some(tokens) = lexer::tokens(&source, 0..source.len()) {
            for token in tokens {
                prop_assert!(!token.text(&source).is_empty());
            }
        }
    }
}
