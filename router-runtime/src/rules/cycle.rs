//! The search for redirects that lead through several rules back to the first one.

use super::{
    condition::CompiledCondition,
    error::RuleError,
    pattern::{Piece, parse},
    redirect::CompiledRedirect,
    self_match::{MAX_REDIRECTS, RuleWithoutHeaders, sample_paths, uri_of},
};
use crate::matching::percent::normalize_path;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Returns an error if rules redirect a path without end.
///
/// For each set of conditions on headers, cookies and host, the rules with exactly these conditions, or with none, are followed from paths
/// that they probably match. Other rules with conditions are ignored: clients may or may not meet them.
pub(super) fn check(rules: &[CompiledRedirect]) -> Result<(), RuleError> {
    count_steps(rules).map(drop)
}

/// Checks the rules, and returns the number of requests that were followed to their next location.
fn count_steps(rules: &[CompiledRedirect]) -> Result<usize, RuleError> {
    let mut count = 0;
    for below_base_path in [true, false] {
        let of_level = rules
            .iter()
            .filter(|it| it.filter.below_base_path == below_base_path);
        let steps: Vec<Step<'_>> = of_level.filter_map(Step::new).collect();
        let sets: BTreeSet<&str> = steps.iter().map(|it| &*it.conditions).collect();
        for conditions in sets {
            let is_met = |it: &&Step<'_>| it.conditions.is_empty() || it.conditions == conditions;
            let mut search = Search {
                steps: steps.iter().filter(is_met).collect(),
                ending: HashSet::new(),
                count: 0,
            };
            let starts = steps.iter().filter(|it| it.conditions == conditions);
            for start in starts.flat_map(|it| &it.starts) {
                if let Some(cycle) = search.follow(start) {
                    return Err(error(&cycle, start));
                }
            }
            count += search.count;
        }
    }
    Ok(count)
}

/// A rule of which a cycle may consist.
struct Step<'r> {
    rule: &'r CompiledRedirect,
    /// The rule with its conditions on the query only.
    redirect: RuleWithoutHeaders<'r>,
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
        let redirect = RuleWithoutHeaders::new(&rule.filter, &rule.destination, |it| {
            it.query_name().is_some()
        });
        Some(Self {
            starts: redirect.starts(sample_paths(&pieces)),
            rule,
            redirect,
            conditions,
            prefix,
        })
    }

    /// Returns `true` if a path has the text before the first parameter.
    fn may_match(&self, path: &str) -> bool {
        let begins = path.get(..self.prefix.len());
        begins.is_some_and(|begins| begins.eq_ignore_ascii_case(&self.prefix))
    }
}

/// A search for cycles among the rules that apply to one kind of client.
struct Search<'s, 'r> {
    steps: Vec<&'s Step<'r>>,
    /// The targets from which rules lead to a page or to another host. Each of them is followed once.
    ending: HashSet<String>,
    /// The number of targets that were followed.
    count: usize,
}

impl<'s, 'r> Search<'s, 'r> {
    /// Returns the rules of the cycle to which a path leads.
    fn follow(&mut self, start: &str) -> Option<Vec<&'s Step<'r>>> {
        // The position of each target.
        let mut targets = HashMap::new();
        let mut used = Vec::new();
        let mut target = start.to_owned();
        while used.len() < self.steps.len() + MAX_REDIRECTS {
            if self.ending.contains(&target) {
                self.ending.extend(targets.into_keys());
                return None;
            }
            if let Some(first) = targets.get(&target) {
                return Some(used.split_off(*first));
            }
            let next = self.next(&target);
            targets.insert(target, used.len());
            let Some((step, next)) = next else {
                self.ending.extend(targets.into_keys());
                return None;
            };
            used.push(step);
            target = next;
        }
        // The targets become longer and longer.
        Some(used.split_off(used.len().saturating_sub(2)))
    }

    /// Returns the rule that redirects a target to this host, and the next target.
    fn next(&mut self, target: &str) -> Option<(&'s Step<'r>, String)> {
        self.count += 1;
        let uri = uri_of(target)?;
        let path = normalize_path(uri.path());
        let mut steps = self.steps.iter().filter(|it| it.may_match(&path));
        let (step, next) = steps.find_map(|it| Some((*it, it.redirect.location(&path, &uri)?)))?;
        step.rule.destination.is_local().then_some((step, next))
    }
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
    use super::{
        super::{Condition, Redirect, Rules},
        count_steps,
    };

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
    fn each_target_is_followed_once() {
        let rule = |number| Redirect::temporary(format!("/{number}"), format!("/{}", number + 1));
        let mut rules: Vec<_> = (0..500)
            .map(|number| rule(number).compile().unwrap())
            .collect();
        assert_eq!(count_steps(&rules), Ok(501));
        rules.reverse();
        assert_eq!(count_steps(&rules), Ok(501));
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
