//! States that a program passes and that `routes!` does not declare.

use crate::diagnostics::{Code, Problem};

/// The functions of the generated module that take the state.
const ENTRY_POINTS: [&str; 4] = ["builder", "router", "routes", "service"];

/// The entry points that a file calls with an argument.
pub(crate) fn calls_with_state(source: &str, module: &str) -> Vec<&'static str> {
    let module = module.trim_start_matches("r#");
    let has_argument = |name: &&str| {
        let call = format!("{module}::{name}(");
        source.match_indices(&call).any(|(at, _)| {
            let (before, behind) = (&source[..at], &source[at + call.len()..]);
            let line = before.rsplit('\n').next().unwrap_or_default();
            let is_whole = !line.ends_with(|it: char| it.is_alphanumeric() || it == '_');
            is_whole && !line.contains("//") && !behind.trim_start().starts_with(')')
        })
    };
    ENTRY_POINTS.into_iter().filter(has_argument).collect()
}

/// The problems with one for each undeclared state.
pub(crate) fn merged(problems: Vec<Problem>) -> Vec<Problem> {
    let mut merged: Vec<Problem> = Vec::new();
    for problem in problems {
        let is_same = |it: &&mut Problem| it.code == problem.code && it.help == problem.help;
        let mut earlier = merged.iter_mut().filter(|_| problem.code == Code::NoState);
        match earlier.find(is_same) {
            Some(first) => first.places.extend(problem.places),
            None => merged.push(problem),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_with_an_argument() {
        let source = "app::builder(Shop::new()); app::router( ); app::service(\n  shop);\n\
            // app::routes(shop)\nmy_app::routes(shop)";
        assert_eq!(calls_with_state(source, "app"), ["builder", "service"]);
        assert_eq!(calls_with_state(source, "my_app"), ["routes"]);
    }

    #[test]
    fn one_problem_for_each_state() {
        let problem = |code, message, help| Problem::new(code, message, help);
        let merged = merged(vec![
            problem(Code::NoState, "a", "A"),
            problem(Code::NoState, "b", "B"),
            problem(Code::NoState, "c", "A"),
            problem(Code::Extractor, "d", "A"),
        ]);
        let messages: Vec<&str> = merged.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, ["a", "b", "d"]);
    }
}
