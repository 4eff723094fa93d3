//! The constant `preferred_region`: one name or several.

use std::fmt;

/// The preferred regions of a route file.
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

    /// Returns the names of the regions.
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

/// The value of the constant `preferred_region`, which has one of two types.
#[derive(Clone, Copy, Debug)]
pub struct RegionValue<T>(pub T);

impl RegionValue<&'static str> {
    /// Returns the region.
    pub const fn get(self) -> Regions {
        Regions(Names::One([self.0]))
    }
}

impl RegionValue<&'static [&'static str]> {
    /// Returns the regions.
    pub const fn get(self) -> Regions {
        Regions(Names::Many(self.0))
    }
}
