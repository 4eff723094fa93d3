//! Values of route config for which the text allows a better message than their evaluation.
//!
//! The rules on values belong to `RouteConfig` in `router-runtime`, which the compiler evaluates: it must exist for expressions. A
//! misspelled word is also reported here, together with all other mistakes and with a suggestion. A test compares the words. The rules on
//! names, types and files of constants belong to `config.rs`.

use super::{exports::generators, site::Site};
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Problem, nearest},
    route_file::Constant,
};

/// The values of a constant.
const WORDS: [(&str, &[&str]); 2] = [
    (
        "dynamic",
        &["auto", "force-dynamic", "error", "force-static"],
    ),
    (
        "fetch_cache",
        &[
            "auto",
            "default-cache",
            "only-cache",
            "force-cache",
            "force-no-store",
            "default-no-store",
            "only-no-store",
        ],
    ),
];

/// `is_callable`: whether the functions of the file have no mistakes.
pub(super) fn check(site: &Site<'_>, is_callable: bool) -> Vec<Problem> {
    let constants = site.file.exports.constants.iter();
    let problems = constants.filter_map(|constant| match constant.name.as_str() {
        "revalidate" if is_callable => without_get(site, constant),
        "dynamic_params" => without_static_params(site, constant),
        _ => unknown(site, constant),
    });
    problems.collect()
}

/// The text of a plain string literal.
pub(super) fn text(constant: &Constant) -> Option<&str> {
    let text = constant.value.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['\\', '"'])).then_some(text)
}

/// The value of a plain number literal.
pub(super) fn number(constant: &Constant) -> Option<u64> {
    let digits = constant.value.replace('_', "");
    digits.strip_suffix("u32").unwrap_or(&digits).parse().ok()
}

/// A text that is not a value. The compiler reports those that are the result of an expression.
fn unknown(site: &Site<'_>, constant: &Constant) -> Option<Problem> {
    let (name, words) = WORDS.into_iter().find(|(name, _)| *name == constant.name)?;
    let value = text(constant)?;
    if words.contains(&value) {
        return None;
    }
    let expected = list(words)?;
    let near = nearest(&value.to_lowercase(), words.iter().copied(), 2);
    let (question, help) = match near {
        Some(near) => (
            format!("; did you mean \"{near}\"?"),
            format!("write `pub const {name}: &str = \"{near}\";`"),
        ),
        None => (
            String::new(),
            format!("write one of these values, or remove `{name}`, which then is \"auto\""),
        ),
    };
    Some(site.problem(
        Code::ConfigValue,
        constant.at,
        format!("`{name}` is \"{value}\", expected {expected}{question}"),
        help,
    ))
}

/// `"auto", "error" or "force-static"`
fn list(words: &[&str]) -> Option<String> {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let (last, others) = quoted.split_last()?;
    Some(format!("{} or {last}", others.join(", ")))
}

fn without_get(site: &Site<'_>, revalidate: &Constant) -> Option<Problem> {
    let exports = &site.file.exports;
    let may_have_get = exports.globs_or_macros || exports.handlers_named("GET").next().is_some();
    if site.file.kind != FileKind::Route || may_have_get {
        return None;
    }
    let problem = site.problem(
        Code::NothingToRevalidate,
        revalidate.at,
        "`revalidate` has no effect without a `GET` handler",
        "remove `revalidate`, or add `pub async fn GET`",
    );
    let handler = exports.handlers.first();
    Some(problem.at(handler.map(|handler| site.place(handler.at))))
}

fn without_static_params(site: &Site<'_>, dynamic_params: &Constant) -> Option<Problem> {
    let exports = &site.file.exports;
    // A generator function that the router cannot use is a mistake of its own.
    let may_have_params = exports.globs_or_macros
        || !exports.generators.is_empty()
        || !generators::check(site).is_empty();
    (dynamic_params.value == "false" && !may_have_params).then(|| {
        site.problem(
            Code::NoStaticParams,
            dynamic_params.at,
            "`dynamic_params = false` without `generate_static_params`: every path of this route would be 404",
            "add `pub async fn generate_static_params() -> Vec<Params>`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "tests read the workspace")]
    fn the_runtime_accepts_the_same_words() {
        let options = "/../router-runtime/src/config/options.rs";
        let options = std::fs::read_to_string(env!("CARGO_MANIFEST_DIR").to_owned() + options);
        let options = options.unwrap();
        let impls: Vec<&str> = options
            .split("const NAMES: &'static str = ")
            .skip(1)
            .collect();
        assert_eq!(impls.len(), WORDS.len());
        for ((name, words), code) in WORDS.into_iter().zip(impls) {
            let (code, _) = code.split_once("\n}\n").unwrap();
            let accepted = code.split("b\"").skip(1);
            let accepted: Vec<&str> = accepted
                .filter_map(|it| Some(it.split_once('"')?.0))
                .collect();
            assert_eq!(accepted, words, "{name}");
            let names = format!("r#\"{}\"#;", list(words).unwrap());
            assert!(code.starts_with(&names), "{name}: {code}");
        }
    }
}
