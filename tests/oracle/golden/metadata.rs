//! Differences in metadata files.

use crate::{
    case::{Body, Case},
    compare::Difference,
    exchange::{Exchange, header},
    paths::find,
};

const NAMES: [&str; 7] = [
    "apple-icon",
    "icon",
    "manifest",
    "opengraph-image",
    "robots",
    "sitemap",
    "twitter-image",
];

fn is_metadata(case: &Case) -> bool {
    case.handler.keys().any(|file| {
        let name = file.rsplit('/').next().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        NAMES.contains(&stem.trim_end_matches(|letter: char| letter.is_ascii_digit()))
    })
}

pub(crate) fn is_cached_with_a_validator(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let expected = [
        "age",
        "cache-control",
        "etag",
        "last-modified",
        "x-nextjs-cache",
    ]
    .map(header);
    let ours = &exchange.response.headers;
    is_metadata(exchange.case)
        && expected.contains(difference)
        && find(ours, "cache-control") == "public, max-age=0, must-revalidate"
        && !find(ours, "etag").is_empty()
}

pub(crate) fn is_escaped(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    let ours = String::from_utf8_lossy(&exchange.response.body).into_owned();
    let ours = plain
        .iter()
        .fold(ours, |text, (escaped, plain)| text.replace(escaped, plain));
    *difference == Difference::Body
        && is_metadata(exchange.case)
        && matches!(&exchange.recorded.body, Body::Text(text) if *text == ours)
}

pub(crate) fn is_without_hash(exchange: &Exchange<'_>, _: &Difference) -> bool {
    let in_group = |file: &String| file.split('/').any(|folder| folder.starts_with('('));
    is_metadata(exchange.case)
        && exchange.case.handler.keys().any(in_group)
        && (exchange.recorded.status, exchange.response.status) == (200, 404)
}
