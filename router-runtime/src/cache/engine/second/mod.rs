//! The second tier: what a flight does before and after its handler runs, and what an invalidation does after it was applied here.
//!
//! `absent` and `without` take the place of the other files in builds without a second tier.

#[cfg(not(feature = "second-tier"))]
mod absent;
#[cfg(feature = "second-tier")]
mod confirm;
#[cfg(feature = "second-tier")]
mod invalidate;
#[cfg(feature = "second-tier")]
mod linked;
#[cfg(feature = "second-tier")]
mod load;
#[cfg(feature = "second-tier")]
mod namespace;
#[cfg(feature = "second-tier")]
mod seed;
#[cfg(feature = "second-tier")]
mod seeded;
#[cfg(feature = "second-tier")]
mod turn;
#[cfg(not(feature = "second-tier"))]
mod without;

#[cfg(not(feature = "second-tier"))]
pub(super) use self::absent::SecondTierLink;
#[cfg(feature = "second-tier")]
pub(super) use self::linked::SecondTierLink;
#[cfg(feature = "second-tier")]
pub(crate) use self::seed::SeedBuilder;
#[cfg(feature = "second-tier")]
pub(super) use self::turn::Looked;
#[cfg(not(feature = "second-tier"))]
pub(super) use self::without::Looked;

/// The entries of the second tier that a flight may use instead of running its handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "second-tier"),
    allow(dead_code, reason = "only a second tier reads it")
)]
pub(super) enum Reuse {
    /// The tier has not responded just now, so it is left out.
    Unreachable,
    Nothing,
    /// Fresh ones. If another instance regenerates the entry, nothing else happens, because a stale one is sent meanwhile.
    InBackground,
    /// Fresh ones.
    Fresh,
    /// Fresh ones; also a stale one if this process may send it while a new response is generated.
    Any,
}
