//! `preferred_region`, one name or several.

use std::fmt;

/// The regions that a file prefers.
#[derive(Clone, Copy)]
pub struct Regions(Names);

#[derive(Clone, Copy)]
enum Names {
    One([&'static str; 1]),
    Many(&'static [&'static str]),
}

impl Regions {
    pub(super) const fn none() -> Self {
        Self(Names::Many(&[]))
    }

    /// Their names.
    pub const fn as_slice(&self) -> &[&'static str] {
        match &self.0 {
            Names::One(name) => name,
            Names::Many(names) => names,
        }
    }
}

impl PartialEq for Regions {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Regions {}

impl fmt::Debug for Regions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

/// The constant `preferred_region` in either of its types.
///
/// ```
/// use router_runtime::config::{RegionOf, Regions};
///
/// const ONE: Regions = RegionOf("fra1").get();
/// const TWO: Regions = RegionOf(&["fra1", "iad1"] as &[&str]).get();
/// assert_eq!(ONE.as_slice(), ["fra1"]);
/// assert_eq!(TWO.as_slice(), ["fra1", "iad1"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RegionOf<T>(pub T);

impl RegionOf<&'static str> {
    /// The one region.
    pub const fn get(self) -> Regions {
        Regions(Names::One([self.0]))
    }
}

impl RegionOf<&'static [&'static str]> {
    /// All of them.
    pub const fn get(self) -> Regions {
        Regions(Names::Many(self.0))
    }
}
