//! The requests that a rule applies to: a source and conditions.

use super::{
    condition::{CompiledCondition, Condition},
    request::{Params, RuleRequest},
    source::SourcePattern,
};
use std::collections::BTreeSet;

/// A source with its conditions, as written.
#[derive(Clone, Debug)]
pub(super) struct RequestFilter {
    pub(super) source: String,
    pub(super) has: Vec<Condition>,
    pub(super) missing: Vec<Condition>,
    pub(super) below_base_path: bool,
}

impl RequestFilter {
    pub(super) fn new(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            has: Vec::new(),
            missing: Vec::new(),
            below_base_path: true,
        }
    }

    pub(super) fn compile(&self) -> Result<CompiledFilter, String> {
        fn compile(conditions: &[Condition]) -> Result<Vec<CompiledCondition>, String> {
            conditions.iter().map(Condition::compile).collect()
        }
        Ok(CompiledFilter {
            source: SourcePattern::compile(&self.source)?,
            has: compile(&self.has)?,
            missing: compile(&self.missing)?,
            below_base_path: self.below_base_path,
        })
    }
}

/// A validated [`RequestFilter`].
#[derive(Clone, Debug)]
pub(super) struct CompiledFilter {
    source: SourcePattern,
    has: Vec<CompiledCondition>,
    missing: Vec<CompiledCondition>,
    pub(super) below_base_path: bool,
}

impl CompiledFilter {
    pub(super) fn source(&self) -> &SourcePattern {
        &self.source
    }

    pub(super) fn has(&self) -> &[CompiledCondition] {
        &self.has
    }

    pub(super) fn missing(&self) -> &[CompiledCondition] {
        &self.missing
    }

    /// Returns the names of the parameters that the source and the conditions define.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let source = self.source.names().map(str::to_owned);
        let conditions = self.has.iter().flat_map(CompiledCondition::names);
        source.chain(conditions).collect()
    }

    /// Returns the parameters of a request, or `None` if the rule does not apply to it.
    pub(super) fn read(&self, request: RuleRequest<'_>) -> Option<Params> {
        let mut params = self.source.read(request.path(self.below_base_path)?)?;
        let mut ignored = Params::new();
        let matches = self.has.iter().all(|it| it.holds(request, &mut params))
            && !self
                .missing
                .iter()
                .any(|it| it.holds(request, &mut ignored));
        matches.then_some(params)
    }
}
