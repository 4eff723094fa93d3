//! Which requests a rule is for.

use super::{Asked, Condition, Params, condition, source::Source};
use std::collections::BTreeSet;

/// As it was written.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) source: String,
    pub(super) has: Vec<Condition>,
    pub(super) missing: Vec<Condition>,
    pub(super) below_base_path: bool,
}

impl Scope {
    pub(super) fn new(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            has: Vec::new(),
            missing: Vec::new(),
            below_base_path: true,
        }
    }

    pub(super) fn compile(&self) -> Result<Compiled, String> {
        fn compile(conditions: &[Condition]) -> Result<Vec<condition::Compiled>, String> {
            conditions.iter().map(Condition::compile).collect()
        }
        Ok(Compiled {
            source: Source::compile(&self.source)?,
            has: compile(&self.has)?,
            missing: compile(&self.missing)?,
            below_base_path: self.below_base_path,
        })
    }
}

/// As it was checked.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    source: Source,
    has: Vec<condition::Compiled>,
    missing: Vec<condition::Compiled>,
    pub(super) below_base_path: bool,
}

impl Compiled {
    /// The names of the parameters that it gives.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let source = self.source.names().map(str::to_owned);
        let conditions = self.has.iter().flat_map(condition::Compiled::names);
        source.chain(conditions).collect()
    }

    /// What a request gives to the parameters, if the rule is for it.
    pub(super) fn read(&self, asked: Asked<'_>) -> Option<Params> {
        let mut params = self.source.read(asked.path(self.below_base_path)?)?;
        let mut ignored = Params::new();
        let holds = self.has.iter().all(|it| it.holds(asked, &mut params))
            && !self.missing.iter().any(|it| it.holds(asked, &mut ignored));
        holds.then_some(params)
    }
}
