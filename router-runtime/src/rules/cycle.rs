//! The search for redirects that lead through several rules back to the first one.

use super::{
    condition::CompiledCondition,
    error::RuleError,
    pattern::{Piece, parse},
    redirect::CompiledRedirect,
    request::{Params, RuleRequest},
    self_match::{MAX_REDIRECTS, SAMPLES, queries, sample_path},
};
use crate::matching::percent::normalize_path;
use axum::http::{HeaderMap, Uri};
use std::collections::BTreeSet;

/// Returns an error if rules redirect a path without end.
///
/// Paths that each rule probably matches are followed, for clients that meet the conditions of that rule on headers, cookies and host,
/// and of rules with the same conditions. Other rules with such conditions are ignored: clients may or may not meet them.
pub(super) fn check(rules: &[CompiledRedirect]) -> Result<(), RuleError> {
    for below_base_path in [true, false] {
        let of_level = rules
            .iter()
            .filter(|it| it.filter.below_base_path == below_base_path);
        let steps: Vec<Step<'_>> = of_level.filter_map(Step::new).collect();
        let conditions: BTreeSet<&str> = steps.iter().map(|it| &*it.conditions).collect();
        for conditions in conditions {
            let is_met = |it: &&Step<'_>| it.conditions.is_empty() || it.conditions == conditions;
            let steps: Vec<_> = steps.iter().filter(is_met).collect();
            let starts = steps.iter().filter(|it| it.conditions == conditions);
            for start in starts.flat_map(|it| &it.starts) {
                if let Some(cycle) = follow(&steps, start) {
                    return Err(error(&cycle, start));
                }
            }
        }
    }
    Ok(())
}

/// A rule of which a cycle may consist.
struct Step<'r> {
    rule: &'r CompiledRedirect,
    /// The conditions on headers, cookies and the host, as text.
    conditions: String,
    /// The text before the first parameter, in lower case.
    prefix: String,
    /// Paths that the rule probably matches.
    starts: Vec<String>,
}

impl<'r> Step<'r> {
    fn new(rule: &'r CompiledRedirect) -> Option<Self> {
        let pieces = parse(&rule.source).ok()?;
        let prefix = match pieces.first() {
            Some(Piece::Text(text)) => normalize_path(text).to_ascii_lowercase(),
            _ => String::new(),
        };
        let (has, missing) = (rule.filter.has(), rule.filter.missing());
        let other = |list: &[CompiledCondition]| {
            let list = list.iter().filter(|it| it.query_name().is_none());
            let mut list: Vec<String> = list.map(|it| format!("{it:?}")).collect();
            list.sort_unstable();
            list.join(" and ")
        };
        let (has_text, missing_text) = (other(has), other(missing));
        let conditions = if has_text.is_empty() && missing_text.is_empty() {
            String::new()
        } else {
            format!("{has_text} not {missing_text}")
        };
        let names: Vec<_> = has
            .iter()
            .filter_map(CompiledCondition::query_name)
            .collect();
        let queries: Vec<String> = queries(&names).collect();
        let paths = [true, false].map(|optional| sample_path(&pieces, optional));
        let starts = paths.iter().flat_map(|path| {
            let queries = queries.iter();
            queries.map(move |query| format!("{path}{query}"))
        });
        Some(Self {
            starts: starts.collect(),
            rule,
            conditions,
            prefix,
        })
    }

    /// Returns the parameters of a request for this URI, or `None` if the rule does not apply to it.
    fn read(&self, path: &str, uri: &Uri) -> Option<Params> {
        let begins = path.get(..self.prefix.len());
        if !begins.is_some_and(|begins| begins.eq_ignore_ascii_case(&self.prefix)) {
            return None;
        }
        let filter = &self.rule.filter;
        let headers = HeaderMap::new();
        let request = RuleRequest {
            path: Some(path),
            full_path: path,
            uri,
            headers: &headers,
        };
        let mut params = filter.source().read(path)?;
        for name in filter.has().iter().flat_map(CompiledCondition::names) {
            params.insert(name, SAMPLES[0].to_owned());
        }
        let is_query = |it: &&CompiledCondition| it.query_name().is_some();
        let mut has = filter.has().iter().filter(is_query);
        let mut missing = filter.missing().iter().filter(is_query);
        let applies = has.all(|it| it.holds(request, &mut params))
            && !missing.any(|it| it.holds(request, &mut Params::new()));
        applies.then_some(params)
    }
}

/// Returns the rules of the cycle to which a path leads.
fn follow<'s, 'r>(steps: &[&'s Step<'r>], start: &str) -> Option<Vec<&'s Step<'r>>> {
    let mut targets = vec![start.to_owned()];
    let mut used = Vec::new();
    while used.len() < steps.len() + MAX_REDIRECTS {
        let target = targets.last()?;
        let uri: Uri = target.split('#').next()?.parse().ok()?;
        let path = normalize_path(uri.path());
        let applied = steps
            .iter()
            .find_map(|it| Some((*it, it.read(&path, &uri)?)));
        let (step, params) = applied?;
        if !step.rule.destination.is_local() {
            return None;
        }
        let next = step.rule.destination.expand(&params, uri.query());
        used.push(step);
        if let Some(first) = targets.iter().position(|target| *target == next) {
            return Some(used.split_off(first));
        }
        targets.push(next);
    }
    // The targets become longer and longer.
    Some(used.split_off(used.len().saturating_sub(2)))
}

fn error(cycle: &[&Step<'_>], start: &str) -> RuleError {
    let mut rules: Vec<String> = cycle.iter().map(|it| it.rule.to_string()).collect();
    rules.dedup();
    let first = rules.first().cloned().unwrap_or_default();
    let others = rules.get(1..).unwrap_or_default().join(" and the ");
    let reason = format!(
        "together with the {others}, the rule redirects `{start}` without end; exclude it by a source or with `.missing(…)`"
    );
    RuleError::new(first, reason)
}

#[cfg(test)]
mod tests {
    use super::super::{Condition, Redirect, Rules};

    fn check(rules: &[Redirect]) -> Result<(), String> {
        let added = Rules::default().add_redirects(rules.iter().cloned());
        added.map_err(|error| error.to_string())
    }

    #[test]
    fn rules_that_lead_back_are_refused() {
        let rule = Redirect::temporary;
        let cookie = || Condition::cookie("c");
        for rules in [
            vec![rule("/a", "/b"), rule("/b", "/a")],
            vec![rule("/a", "/b"), rule("/b", "/c"), rule("/c", "/a")],
            vec![rule("/x", "/a"), rule("/a", "/B"), rule("/b", "/%61")],
            vec![rule("/a/:p", "/b/:p"), rule("/b/:p*", "/a/:p*")],
            vec![rule("/a", "/b"), rule("/:p", "/a")],
            vec![rule("/a", "/b").has(cookie()), rule("/b", "/a")],
            vec![
                rule("/a", "/b").has(cookie()),
                rule("/b", "/a").has(cookie()),
            ],
            vec![
                rule("/a", "/b?q=1"),
                rule("/b", "/a").has(Condition::query("q")),
            ],
            // A client that requests `/b?back=1`.
            vec![
                rule("/a", "/b"),
                rule("/b", "/a").has(Condition::query("back")),
            ],
            vec![
                rule("/a", "/b").without_base_path(),
                rule("/b", "/a").without_base_path(),
            ],
        ] {
            let error = check(&rules).unwrap_err();
            assert!(error.contains("without end"), "{error}");
        }
        assert_eq!(
            check(&[rule("/a", "/b"), rule("/b", "/a")]).unwrap_err(),
            "redirect from `/a` to `/b`: together with the redirect from `/b` to `/a`, the rule redirects `/a` without end; exclude it \
             by a source or with `.missing(…)`"
        );
    }

    #[test]
    fn rules_that_end_are_accepted() {
        let rule = Redirect::temporary;
        let cookie = || Condition::cookie("c");
        for rules in [
            vec![rule("/a", "/b"), rule("/b", "/c")],
            vec![
                rule("/a", "/b"),
                rule("/b", "https://example.org/a"),
                rule("/b", "/a"),
            ],
            // The login leads back once it has set the cookie.
            vec![
                rule("/a", "/login").missing(cookie()),
                rule("/login", "/a").has(cookie()),
            ],
            vec![
                rule("/de", "/en").has(Condition::header("x-l").matching("en")),
                rule("/en", "/de").has(Condition::header("x-l").matching("de")),
            ],
            vec![rule("/a", "/b").without_base_path(), rule("/b", "/a")],
            (0..40)
                .map(|number| {
                    let (from, to) = (format!("/{number}"), format!("/{}", number + 1));
                    Redirect::temporary(from, to)
                })
                .collect(),
        ] {
            assert_eq!(check(&rules), Ok(()), "{rules:?}");
        }
    }
}
