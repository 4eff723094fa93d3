//! Values of route config that are known from the text: unknown words, contradictions.

use super::{Site, distance::nearest, generators};
use crate::{
    app_file::FileKind,
    diagnostics::{Place, Problem},
    route_file::Constant,
};

/// Values that a constant can have.
const WORDS: [(&str, &[&str]); 3] = [
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
            "default-no-store",
            "only-no-store",
            "force-no-store",
        ],
    ),
    ("runtime", &["native"]),
];

pub(super) fn check(site: &Site<'_>, has_methods: bool) -> Vec<Problem> {
    let constants = &site.endpoint.source.constants;
    let mut problems: Vec<Problem> = constants
        .iter()
        .filter_map(|constant| unknown_word(site, constant))
        .collect();
    for constant in constants {
        match constant.name.as_str() {
            "revalidate" => {
                problems.extend(revalidates_always(site, constant));
                if has_methods {
                    problems.extend(without_get(site, constant));
                }
                problems.extend(against(site, constant, "dynamic", dynamic_and_period));
                problems.extend(against(site, constant, "cache_expire", expires_first));
            }
            "dynamic_params" => problems.extend(without_static_params(site, constant)),
            _ => {}
        }
    }
    problems
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

fn unknown_word(site: &Site<'_>, constant: &Constant) -> Option<Problem> {
    let (name, words) = WORDS.into_iter().find(|(name, _)| *name == constant.name)?;
    let value = text(constant)?;
    if words.contains(&value) {
        return None;
    }
    if name == "runtime" {
        let message = match value {
            "nodejs" | "edge" => {
                format!("`{value}` is a runtime of Next.js, and a Rust program runs as itself")
            }
            _ => format!("`{value}` is not a value of `runtime`"),
        };
        let help = "remove `runtime`, or write `\"native\"`".to_owned();
        return Some(site.problem(message, constant.at, help));
    }
    let help = match nearest(value, words.iter().copied(), 2) {
        Some(near) => format!("write `\"{near}\"`"),
        None => format!("write one of `\"{}\"`", words.join("\"`, `\"")),
    };
    Some(site.problem(
        format!("`{value}` is not a value of `{name}`"),
        constant.at,
        help,
    ))
}

fn revalidates_always(site: &Site<'_>, revalidate: &Constant) -> Option<Problem> {
    (revalidate.value == "true").then(|| {
        site.problem(
            "`revalidate` is a number of seconds or `false`, and not `true`".to_owned(),
            revalidate.at,
            "write `pub const revalidate: u32 = 60;`, or `false` to cache for ever".to_owned(),
        )
    })
}

fn without_get(site: &Site<'_>, revalidate: &Constant) -> Option<Problem> {
    let file = &site.endpoint.source;
    let is_route = site.endpoint.kind == FileKind::Route;
    let may_have = file.globs_or_macros || file.handlers_named("GET").next().is_some();
    if !is_route || may_have {
        return None;
    }
    let mut places = vec![site.place(revalidate.at)];
    places.extend(file.handlers.first().map(|handler| site.place(handler.at)));
    Some(Problem {
        message: "`revalidate` is set, and there is no `GET` to cache".to_owned(),
        places,
        help: "remove `revalidate`, or add `pub async fn GET`".to_owned(),
    })
}

/// A rule on `revalidate` and a constant that holds under the same `#[cfg]`.
fn against(
    site: &Site<'_>,
    revalidate: &Constant,
    name: &str,
    rule: fn(&Constant, &Constant) -> Option<(String, String)>,
) -> Option<Problem> {
    let constants = &site.endpoint.source.constants;
    let other = constants
        .iter()
        .find(|it| it.name == name && it.cfg == revalidate.cfg)?;
    let (message, help) = rule(revalidate, other)?;
    let places: Vec<Place> = vec![site.place(other.at), site.place(revalidate.at)];
    Some(Problem {
        message,
        places,
        help,
    })
}

fn dynamic_and_period(revalidate: &Constant, dynamic: &Constant) -> Option<(String, String)> {
    let is_period =
        revalidate.value == "false" || number(revalidate).is_some_and(|seconds| seconds > 0);
    (is_period && text(dynamic)? == "force-dynamic").then(|| {
        (
            format!(
                "`force-dynamic` runs per request, and `revalidate = {}` caches",
                revalidate.value
            ),
            "remove `dynamic` or `revalidate`".to_owned(),
        )
    })
}

fn expires_first(revalidate: &Constant, expire: &Constant) -> Option<(String, String)> {
    let (period, limit) = (number(revalidate)?, number(expire)?);
    (limit < period).then(|| {
        (
            format!("`cache_expire = {limit}` ends before `revalidate = {period}` begins"),
            format!("write `pub const cache_expire: u32 = {period};` or more"),
        )
    })
}

fn without_static_params(site: &Site<'_>, dynamic_params: &Constant) -> Option<Problem> {
    let file = &site.endpoint.source;
    // One that is there and not seen is told as such.
    let may_have =
        file.globs_or_macros || !file.generators.is_empty() || !generators::check(site).is_empty();
    if dynamic_params.value != "false" || may_have {
        return None;
    }
    Some(
        site.problem(
            "`dynamic_params = false` allows only generated parameters, and none are generated"
                .to_owned(),
            dynamic_params.at,
            "add `pub async fn generate_static_params() -> Vec<Params>`".to_owned(),
        ),
    )
}
