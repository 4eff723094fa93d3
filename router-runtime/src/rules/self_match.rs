//! The search for redirects that match their own destination.

use super::{
    condition::CompiledCondition,
    filter::CompiledFilter,
    pattern::{Parameter, Piece, parse},
    request::{Params, RuleRequest},
    template::Destination,
    token::Repetition,
};
use crate::matching::percent::normalize_path;
use axum::http::{HeaderMap, Uri};
use regex_lite::Regex;

/// A client that was redirected this often by one rule will not arrive.
pub(super) const MAX_REDIRECTS: usize = 24;

/// Values of parameters, of which the first that fits a parameter's expression is tried.
pub(super) const SAMPLES: [&str; 8] = ["x", "1", "12", "en", "123", "1234", "a-1", "2024-01-31"];

/// Returns a path that a redirect to this host redirects without end, if one is found.
pub(super) fn find(
    source: &str,
    filter: &CompiledFilter,
    destination: &Destination,
) -> Result<Option<String>, String> {
    if !destination.is_local() {
        return Ok(None);
    }
    let own: Vec<_> = destination.query_names().collect();
    // The destination does not change the others, so that they remain met.
    let may_change = |it: &&CompiledCondition| it.query_name().is_some_and(|it| own.contains(&it));
    let rule = RuleWithoutHeaders::new(filter, destination, may_change);
    let pieces = parse(source)?;
    let paths = destination.fixed_path().into_iter();
    let paths = paths.chain(sample_paths(&pieces));
    Ok(rule
        .starts(paths)
        .into_iter()
        .find(|start| rule.is_endless(start)))
}

/// A redirect with those of its conditions that a redirect may change.
pub(super) struct RuleWithoutHeaders<'r> {
    filter: &'r CompiledFilter,
    destination: &'r Destination,
    has: Vec<&'r CompiledCondition>,
    missing: Vec<&'r CompiledCondition>,
}

impl<'r> RuleWithoutHeaders<'r> {
    /// Keeps the conditions that `may_change` selects. The others are assumed to be met.
    pub(super) fn new(
        filter: &'r CompiledFilter,
        destination: &'r Destination,
        may_change: impl Fn(&&'r CompiledCondition) -> bool,
    ) -> Self {
        Self {
            filter,
            destination,
            has: filter.has().iter().filter(&may_change).collect(),
            missing: filter.missing().iter().filter(&may_change).collect(),
        }
    }

    /// Returns requests for these paths, each with queries of which one may meet the conditions.
    pub(super) fn starts(&self, paths: impl IntoIterator<Item = String>) -> Vec<String> {
        let names: Vec<_> = self.has.iter().filter_map(|it| it.query_name()).collect();
        let queries = queries(&names);
        let of_path = |path: String| queries.iter().map(move |query| format!("{path}{query}"));
        paths.into_iter().flat_map(of_path).collect()
    }

    fn is_endless(&self, start: &str) -> bool {
        let mut target = start.to_owned();
        for _ in 0..MAX_REDIRECTS {
            match self.next(&target) {
                Some(next) => target = next,
                None => return false,
            }
        }
        true
    }

    /// Returns the location of a request for `target`, or `None` if the rule does not apply to it.
    fn next(&self, target: &str) -> Option<String> {
        let uri = uri_of(target)?;
        self.location(&normalize_path(uri.path()), &uri)
    }

    /// Returns the location of a request for this URI, whose path was normalized.
    pub(super) fn location(&self, path: &str, uri: &Uri) -> Option<String> {
        let headers = HeaderMap::new();
        let request = RuleRequest {
            path: Some(path),
            full_path: path,
            uri,
            headers: &headers,
        };
        let mut params = self.filter.source().read(path)?;
        for name in self.filter.has().iter().flat_map(CompiledCondition::names) {
            params.insert(name, SAMPLES[0].to_owned());
        }
        let holds = self.has.iter().all(|it| it.holds(request, &mut params))
            && !self
                .missing
                .iter()
                .any(|it| it.holds(request, &mut Params::new()));
        holds.then(|| self.destination.expand(&params, uri.query()))
    }
}

/// Returns the URI of a request for a location.
pub(super) fn uri_of(target: &str) -> Option<Uri> {
    target.split('#').next()?.parse().ok()
}

/// Returns queries with these names, of which one may meet conditions on them.
fn queries(names: &[&str]) -> Vec<String> {
    let samples = if names.is_empty() { 1 } else { SAMPLES.len() };
    let queries = SAMPLES[..samples].iter().map(|value| {
        let pairs: Vec<_> = names.iter().map(|name| format!("{name}={value}")).collect();
        if pairs.is_empty() {
            String::new()
        } else {
            format!("?{}", pairs.join("&"))
        }
    });
    queries.collect()
}

/// Returns paths that a source probably matches: one with its optional parameters and, if it has any, one without.
pub(super) fn sample_paths(pieces: &[Piece]) -> Vec<String> {
    let mut paths = Vec::from([true, false].map(|optional| sample_path(pieces, optional)));
    paths.dedup();
    paths
}

fn sample_path(pieces: &[Piece], optional: bool) -> String {
    let mut path = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => path += text,
            Piece::Parameter(parameter) => {
                let is_optional = matches!(
                    parameter.repetition,
                    Repetition::Optional | Repetition::ZeroOrMore
                );
                if optional || !is_optional {
                    path += &parameter.prefix;
                    path += &sample(parameter);
                    path += &parameter.suffix;
                }
            }
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    path
}

/// Returns a value that fits the expression of a parameter: a sample, or one of its alternatives, such as `de` of `de|en`.
fn sample(parameter: &Parameter) -> String {
    let Some(expression) = &parameter.regex else {
        return String::new();
    };
    let Ok(regex) = Regex::new(&format!("(?i)^(?:{expression})$")) else {
        return String::new();
    };
    let alternatives = expression.split(['|', '(', ')', ':']);
    let mut values = SAMPLES.into_iter().chain(alternatives);
    let found = values.find(|value| regex.is_match(value));
    found.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Condition, Redirect},
        parse, sample_paths,
    };

    #[test]
    fn a_source_without_optional_parameters_has_one_sample() {
        for (source, paths) in [
            ("/a", &["/a"][..]),
            ("/a/:p+", &["/a/x"]),
            ("/a/:p?", &["/a/x", "/a"]),
            ("/:p*", &["/x", "/"]),
        ] {
            assert_eq!(sample_paths(&parse(source).unwrap()), paths, "{source}");
        }
    }

    #[test]
    fn a_redirect_that_matches_its_own_destination_is_refused() {
        let query = || Condition::query("q");
        let rule = Redirect::temporary;
        for rule in [
            rule("/a", "/a"),
            rule("/a", "/A?b=1#c"),
            rule("/a", "/%61"),
            rule("/r/loop", "/r/loop?filter=:q").has(query()),
            rule("/a", "/a?q=:q").has(query()),
            rule("/a", "/a").has(Condition::cookie("c")),
            rule("/a", "/a?x=1").missing(query()),
            rule("/:path*", "/maintenance"),
            rule("/:path*", "/maintenance").missing(Condition::cookie("staff")),
            rule("/:path*", "/docs/:path*"),
            rule("/:a/:b", "/:b/:a"),
            rule("/:lang(de|fr)/:page", "/de/:page"),
            rule("/:lang(de|fr)/:page", "/:lang/:page"),
            rule("/post/:id(\\d{4})", "/post/:id"),
            rule("/a/:p*", "/a"),
            rule("/a/:p?", "/a"),
        ] {
            let error = rule.check().unwrap_err().to_string();
            assert!(error.contains("matches its own destination"), "{error}");
        }
        let error = rule("/:path*", "/new").check().unwrap_err().to_string();
        assert_eq!(
            error,
            "redirect from `/:path*` to `/new`: the rule matches its own destination, so `/new` would be redirected without end; \
             exclude it by the source or with `.missing(…)`"
        );
        for rule in [
            rule("/a", "https://example.org/a"),
            rule("/a", "/a/b"),
            rule("/a/:p", "/a/:p/b"),
            rule("/blog/:path*", "/:path*"),
            rule("/a", "/a?v=2").missing(Condition::query("v")),
            rule("/a", "/a?v=2").has(Condition::query("v").matching("1")),
            rule("/a", "/a?q=").has(query()),
            rule("/de/:page", "/:page").has(Condition::cookie("c")),
        ] {
            assert_eq!(rule.check(), Ok(()));
        }
    }
}
