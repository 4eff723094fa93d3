//! The numbers of arguments that a handler may have.

/// Calls a macro for each number of arguments from 1 to 16 with the names of the functions for that number, the arguments before
/// the last one, and the last one. An argument is a type, a value, the type of its source and
/// the type of its place.
macro_rules! for_each_arity {
    ($macro:ident) => {
        for_each_arity! {
            $macro: []
            (call1 sync1 signature1 arguments1 placed1 placed_sync1 A1 a1 F1 P1)
            (call2 sync2 signature2 arguments2 placed2 placed_sync2 A2 a2 F2 P2)
            (call3 sync3 signature3 arguments3 placed3 placed_sync3 A3 a3 F3 P3)
            (call4 sync4 signature4 arguments4 placed4 placed_sync4 A4 a4 F4 P4)
            (call5 sync5 signature5 arguments5 placed5 placed_sync5 A5 a5 F5 P5)
            (call6 sync6 signature6 arguments6 placed6 placed_sync6 A6 a6 F6 P6)
            (call7 sync7 signature7 arguments7 placed7 placed_sync7 A7 a7 F7 P7)
            (call8 sync8 signature8 arguments8 placed8 placed_sync8 A8 a8 F8 P8)
            (call9 sync9 signature9 arguments9 placed9 placed_sync9 A9 a9 F9 P9)
            (call10 sync10 signature10 arguments10 placed10 placed_sync10 A10 a10 F10 P10)
            (call11 sync11 signature11 arguments11 placed11 placed_sync11 A11 a11 F11 P11)
            (call12 sync12 signature12 arguments12 placed12 placed_sync12 A12 a12 F12 P12)
            (call13 sync13 signature13 arguments13 placed13 placed_sync13 A13 a13 F13 P13)
            (call14 sync14 signature14 arguments14 placed14 placed_sync14 A14 a14 F14 P14)
            (call15 sync15 signature15 arguments15 placed15 placed_sync15 A15 a15 F15 P15)
            (call16 sync16 signature16 arguments16 placed16 placed_sync16 A16 a16 F16 P16)
        }
    };
    ($macro:ident: [$($before:tt)*]
        (
            $call:ident $sync:ident $signature:ident $arguments:ident $placed:ident $placed_sync:ident
            $A:ident $a:ident $F:ident $P:ident
        )
        $($after:tt)*
    ) => {
        $macro!($call $sync $signature $arguments $placed $placed_sync: [$($before)*] $A $a $F $P);
        for_each_arity!($macro: [$($before)* ($A $a $F $P)] $($after)*);
    };
    ($macro:ident: [$($before:tt)*]) => {};
}

pub(crate) use for_each_arity;
