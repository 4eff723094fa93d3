//! Build errors of Next.js: each recorded one is a case of `ui/cases` or has a reason not to be one.
//!
//! An id with `@16` is the same application, built by a later version.

use serde_json::Value;
use std::{collections::BTreeMap, path::Path};

/// Cases of `ui/cases`, each with the ids that it covers.
const CASES: &[(&str, &str)] = &[
    ("argument-is-not-an-extractor", "ts-wrong-params"),
    ("catch-all-before-a-parameter", "catchall-then-slug"),
    (
        "catch-all-next-to-optional-catch-all-of-another-name",
        "req-and-opt-catchall-diffname",
    ),
    ("catch-all-not-last", "catchall-not-last"),
    ("config-through-a-re-export", "dynamic-reexport"),
    ("different-catch-all-names", "diff-catchall-names"),
    ("different-parameter-names", "diff-slug-names"),
    (
        "different-parameter-names-through-groups",
        "diff-slug-names-groups",
    ),
    (
        "dynamic-error-reads-the-query",
        "dynamic-error-searchparams",
    ),
    (
        "dynamic-error-reads-the-request",
        "dynamic-error-cookies dynamic-error-headers dev-dynerr",
    ),
    ("dynamic-params-of-another-type", "dynamicParams-string"),
    ("dynamic-unknown", "ts-dynamic-badtype dev-badcfg"),
    ("fetch-cache-unknown", "fetchCache-bad"),
    ("intercepting-route-at-the-root", "seg-intercept-root"),
    ("intercepting-route-one-up", "seg-intercept"),
    (
        "valid-config",
        "revalidate-expr revalidate-var dynamic-var dynamic-template dynamic-error-post",
    ),
    (
        "valid-folder-names",
        "same-slug-nonword seg-digit-slug seg-space-in-slug seg-unicode-slug unreachable-dup-case",
    ),
    ("valid-helpers", "dev-extra export-type-ts"),
    ("valid-path-types", "ts-route-context"),
    (
        "valid-pages-and-routes",
        "table-row2-valid table-row3-valid",
    ),
    ("metadata-below-the-root", "favicon-nested"),
    ("metadata-next-to-a-route", "robots-and-routedir"),
    ("metadata-twice-for-one-url", "sitemap-two robots-two"),
    ("metadata-without-its-function", "sitemap-no-default"),
    ("parameter-twice-in-a-path", "same-slug-twice"),
    ("only-argument-is-not-an-extractor", "ts-wrong-arg"),
    ("optional-catch-all-next-to-a-page", "opt-and-base-root"),
    ("optional-catch-all-next-to-its-base", "opt-and-base"),
    ("optional-catch-all-not-last", "optcatchall-not-last"),
    ("page-and-route", "page-and-route"),
    ("page-and-route-in-a-folder", "page-and-route-nested"),
    ("page-and-route-through-groups", "page-route-via-groups"),
    ("parallel-route", "seg-slot-route"),
    ("parallel-route-next-to-a-page", "page-and-slot-route"),
    ("parallel-route-next-to-a-route", "slot-and-plain"),
    ("path-struct-with-a-wrong-field", "ts-params-name-mismatch"),
    ("revalidate-fraction", "revalidate-float"),
    ("revalidate-infinite", "revalidate-infinity"),
    ("revalidate-negative", "revalidate-neg"),
    ("route-file-empty", "route-empty-file"),
    ("route-without-a-method", "route-no-methods dev-none"),
    ("runtime-unknown", "runtime-bad"),
    ("same-url-through-groups", "routes-group-and-plain"),
    ("same-url-through-groups-with-a-parameter", "dyn-two-groups"),
    ("same-url-through-percent-5f", "pct-dup"),
    ("segment-double-brackets", "seg-double-bracket"),
    ("segment-empty-catch-all", "seg-dots-only"),
    ("segment-four-dots", "seg-four-dots"),
    ("segment-group-empty", "seg-group-empty"),
    ("segment-group-with-suffix", "seg-group-suffix"),
    ("segment-triple-brackets", "seg-extra-bracket"),
    ("segment-two-dots", "seg-two-dots"),
    ("segment-unclosed", "seg-unclosed"),
    ("segment-unclosed-optional-catch-all", "seg-opt-3"),
    ("segment-unopened", "seg-unopened"),
    ("segment-with-extension", "seg-ext"),
    ("segment-with-prefix", "seg-prefix"),
    ("segment-with-suffix", "seg-suffix"),
    (
        "static-params-of-another-type",
        "gsp-number gsp-string-for-catchall gsp-bad-shape",
    ),
    ("static-params-without-a-parameter", "gsp-on-nondynamic"),
];

/// Reasons why an application has no case, each with the ids that it covers.
const REASONS: &[(&str, &str)] = &[
    (
        "Rust has no default export",
        "export-default-ts export-default-js dev-def",
    ),
    (
        "a route file has one extension",
        "dup-route-js-ts dup-route-js-jsx route-mjs route-tsx",
    ),
    (
        "another file name: not a route file, as in Next.js",
        "route-uppercase-filename",
    ),
    (
        "the environment cannot be read in a constant: rustc reports it in place",
        "revalidate-env",
    ),
    (
        "`()` is a response: 200 without a body",
        "ts-void-return dev-noresp",
    ),
    (
        "Next.js runs handlers during the build; here `prerender()` runs them at start-up, reports failures, and serves \
         the path without a cached response",
        "static-cookies-set static-throws static-returns-undefined static-redirect-external static-draft-enable \
         static-slow-build sitemap-throws gsp-throws",
    ),
    (
        "valid, as in Next.js: the static route handles its path, regardless of the static params",
        "clash-gsp-static",
    ),
    (
        "valid, as in Next.js: routes that run per request are not prerendered",
        "force-dynamic-gsp",
    ),
    (
        "Next.js caches nothing in development; a program here runs in one way",
        "dev-fs-x-1 dev-rev dev-rev-2",
    ),
    ("an error at run time: 500, logged", "dev-throws"),
    (
        "only arguments read the request: functions such as `connection()` and `cookies()` do not exist",
        "dynamic-error-connection dev-synccookies",
    ),
    ("`NextResponse.next()` does not exist", "dev-nextresp"),
    ("client components do not exist", "route-client"),
    ("the `pages` folder does not exist", "pages-api-nonconflict"),
    (
        "static export is not supported",
        "output-export-nostatic output-export-post output-export-ok output-export-forcedyn output-export-request \
         file-dir-clash",
    ),
    (
        "a conflicting file of `public/` needs its own crate; `tests/rebuild/public.rs` has the test",
        "public-conflict favicon-public",
    ),
    (
        "text that the file builds is sent unchanged, with the content type of the file",
        "robots-returns-bad",
    ),
    (
        "a generated image and a static one have different URLs",
        "opengraph-two",
    ),
];

#[test]
fn every_recorded_build_error_has_a_case_or_a_reason() {
    let mut expected: BTreeMap<&str, &str> = BTreeMap::new();
    for (target, ids) in CASES.iter().chain(REASONS) {
        for id in ids.split_whitespace() {
            assert_eq!(expected.insert(id, target), None, "`{id}` has two rows");
        }
    }
    let mut recorded: BTreeMap<String, usize> = BTreeMap::new();
    for line in include_str!("data/build_errors.jsonl").lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let id = row["id"].as_str().unwrap().trim_end_matches("@16");
        *recorded.entry(id.to_owned()).or_default() += 1;
    }
    let untold: Vec<_> = recorded
        .keys()
        .filter(|id| !expected.contains_key(id.as_str()))
        .collect();
    assert!(untold.is_empty(), "without a case or a reason: {untold:?}");
    let unrecorded: Vec<_> = expected
        .keys()
        .filter(|id| !recorded.contains_key(**id))
        .collect();
    assert!(
        unrecorded.is_empty(),
        "not in the recording: {unrecorded:?}"
    );
    assert_eq!(recorded.values().sum::<usize>(), 136);
}

#[test]
fn every_named_case_exists() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/cases");
    let missing: Vec<_> = CASES
        .iter()
        .map(|(case, _)| case)
        .filter(|case| !cases.join(case).is_dir())
        .collect();
    assert!(missing.is_empty(), "no such case in ui/cases: {missing:?}");
}
