//! The numbers of arguments that a handler may have.

/// Calls a macro for each number of arguments from 1 to 16 with the names of the functions for that number, the arguments before
/// the last one, and the last one. An argument is a type, a value and the type of its source.
macro_rules! for_each_arity {
    ($macro:ident) => {
        for_each_arity! {
            $macro: []
            (call1 sync1 signature1 arguments1 A1 a1 F1)
            (call2 sync2 signature2 arguments2 A2 a2 F2)
            (call3 sync3 signature3 arguments3 A3 a3 F3)
            (call4 sync4 signature4 arguments4 A4 a4 F4)
            (call5 sync5 signature5 arguments5 A5 a5 F5)
            (call6 sync6 signature6 arguments6 A6 a6 F6)
            (call7 sync7 signature7 arguments7 A7 a7 F7)
            (call8 sync8 signature8 arguments8 A8 a8 F8)
            (call9 sync9 signature9 arguments9 A9 a9 F9)
            (call10 sync10 signature10 arguments10 A10 a10 F10)
            (call11 sync11 signature11 arguments11 A11 a11 F11)
            (call12 sync12 signature12 arguments12 A12 a12 F12)
            (call13 sync13 signature13 arguments13 A13 a13 F13)
            (call14 sync14 signature14 arguments14 A14 a14 F14)
            (call15 sync15 signature15 arguments15 A15 a15 F15)
            (call16 sync16 signature16 arguments16 A16 a16 F16)
        }
    };
    ($macro:ident: [$($before:tt)*]
        ($call:ident $sync:ident $signature:ident $arguments:ident $A:ident $a:ident $F:ident) $($after:tt)*
    ) => {
        $macro!($call $sync $signature $arguments: [$($before)*] $A $a $F);
        for_each_arity!($macro: [$($before)* ($A $a $F)] $($after)*);
    };
    ($macro:ident: [$($before:tt)*]) => {};
}

pub(super) use for_each_arity;
