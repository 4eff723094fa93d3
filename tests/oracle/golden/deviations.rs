//! Where our answers differ from the recorded ones on purpose.
//!
//! A row claims differences by a rule, so that it also holds for other recordings of the same application. It names the
//! cases of the copied recording that it covers: exactly those, or the test fails.

use crate::{
    case::{Case, Recorded, Request},
    compare::Difference,
    paths::{decoded, is_refused, path_of, query_of},
    wire::Answer,
};
use serde_json::Value;

/// A request and both of its answers.
pub(crate) struct Exchange<'a> {
    pub(crate) case: &'a Case,
    pub(crate) request: &'a Request,
    pub(crate) recorded: &'a Recorded,
    pub(crate) answer: &'a Answer,
}

/// One row of the table.
pub(crate) struct Deviation {
    pub(crate) reason: &'static str,
    /// Ids of the copied recording, parted by white space.
    pub(crate) cases: &'static str,
    pub(crate) claims: fn(&Exchange<'_>, &Difference) -> bool,
}

pub(crate) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        reason: "a method that is not exported: Next.js sends 405 without Allow (a page: with a text), we send an empty \
                 405 with a sorted Allow",
        cases: "",
        claims: |exchange, difference| {
            exchange.recorded.status == 405
                && exchange.refuses_method()
                && (*difference == header("allow") || *difference == Difference::Body)
        },
    },
    Deviation {
        reason: "TRACE, PROPFIND, QUERY and unknown verbs: Next.js sends 400 or 500, we send 405 with Allow",
        cases: "",
        claims: |exchange, _| !exchange.has_known_method() && exchange.refuses_method(),
    },
    Deviation {
        reason: "a redirect: Next.js sends a body and a Refresh header beside the Location, we do not",
        cases: "",
        claims: |exchange, difference| {
            exchange.both_redirect()
                && (*difference == header("refresh") || *difference == Difference::Body)
        },
    },
    Deviation {
        reason: "several slashes: up to two redirects in Next.js, one here",
        cases: "",
        claims: |exchange, difference| {
            let theirs = exchange.recorded_location();
            exchange.both_redirect()
                && *difference == header("location")
                && theirs != "/"
                && exchange.location() == theirs.trim_end_matches('/')
        },
    },
    Deviation {
        reason: "a redirect keeps the query as it came; Next.js parses it and writes it anew",
        cases: "",
        claims: |exchange, difference| {
            exchange.both_redirect()
                && *difference == header("location")
                && path_of(exchange.location()) == path_of(exchange.recorded_location())
                && query_of(exchange.location()) == query_of(&exchange.request.path)
        },
    },
    Deviation {
        reason: "dot segments (raw or encoded), malformed escapes and %00: 404, 400, 308, 200 or 500 in Next.js, 400 here",
        cases: "",
        claims: |exchange, _| is_refused(&exchange.request.path) && exchange.answer.status == 400,
    },
    Deviation {
        reason: "a static folder with a space or a letter beyond ASCII in its name: unreachable in Next.js, matched \
                 decoded here",
        cases: "",
        claims: |exchange, difference| {
            let file = |path: String| format!("app{path}/route.js");
            *difference == Difference::Status
                && (exchange.recorded.status, exchange.answer.status) == (404, 200)
                && decoded(path_of(&exchange.request.path))
                    .is_some_and(|path| exchange.case.handler.contains_key(&file(path)))
        },
    },
    Deviation {
        reason: "an escape that a static segment need not have: misses the segment in Next.js, redirected to the plain \
                 spelling here",
        cases: "",
        claims: |exchange, _| {
            let path = path_of(&exchange.request.path);
            exchange.answer.status == 308
                && exchange.answer.body.is_empty()
                && path.contains('%')
                && path != exchange.location()
                && decoded(path) == decoded(exchange.location())
        },
    },
    Deviation {
        reason: "`@slot` and `(.)name` folders do not compile: route handlers have no parallel or intercepted routes",
        cases: "",
        claims: |exchange, _| {
            let special = |folder: &str| folder.starts_with('@') || folder.starts_with("(.");
            exchange
                .case
                .handler
                .keys()
                .any(|file| file.split('/').any(special))
        },
    },
    Deviation {
        reason: "a route file without a handler does not compile; Next.js builds it",
        cases: "",
        claims: |exchange, _| {
            let exports = |source: &String| {
                ["function ", "as ", "const "].iter().any(|before| {
                    METHODS.iter().any(|method| {
                        let declared = format!("{before}{method}");
                        let text = format!("{declared} = '");
                        source.contains(&declared) && !source.contains(&text)
                    })
                })
            };
            exchange.answer.status == 404 && !exchange.case.handler.values().any(exports)
        },
    },
    Deviation {
        reason: "a status that the JavaScript `Response` refuses to hold, so that Next.js sends 500: ours goes out as \
                 the handler set it",
        cases: "",
        claims: |exchange, _| {
            let status = format!("status: {}", exchange.answer.status);
            exchange.recorded.status == 500
                && exchange
                    .case
                    .handler
                    .values()
                    .any(|source| source.contains(&status))
        },
    },
    Deviation {
        reason: "Next.js hands out its URL as a browser would write it; axum's `Uri` is what was sent",
        cases: "",
        claims: |exchange, difference| {
            let plain = |body: Option<Value>| {
                let mut fields = body?.as_object()?.clone();
                for name in ["url", "pathname"] {
                    let text = decoded(fields.get(name)?.as_str()?)?;
                    fields.insert(name.to_owned(), text.into());
                }
                Some(fields)
            };
            let ours = plain(exchange.json());
            *difference == Difference::Body
                && ours.is_some()
                && ours == plain(exchange.recorded_json())
        },
    },
    Deviation {
        reason: "Node.js refuses more than 16 KiB of headers, hyper does not",
        cases: "",
        claims: |exchange, _| exchange.recorded.status == 431 && exchange.answer.status == 200,
    },
    Deviation {
        reason: "the absolute form of a request target names its path (RFC 9112, section 3.2.2); Next.js takes all of it \
                 for a path",
        cases: "",
        claims: |exchange, _| {
            exchange.request.path.starts_with("http://") && exchange.answer.status == 200
        },
    },
    Deviation {
        reason: "bytes that no URI may hold unescaped: Node.js refuses those beyond ASCII, hyper some of the others",
        cases: "",
        claims: |exchange, _| {
            let path = &exchange.request.path;
            match exchange.answer.status {
                400 => path.contains(['"', '<', '>', '`']),
                _ => exchange.recorded.status == 400 && !path.is_ascii(),
            }
        },
    },
    Deviation {
        reason: "a header value is bytes and goes out as such; the JavaScript `Headers` refuses text beyond Latin-1, so \
                 that Next.js sends 500",
        cases: "",
        claims: |exchange, _| {
            exchange.recorded.status == 500
                && exchange.answer.headers.iter().any(|(_, value)| !value.is_ascii())
        },
    },
    Deviation {
        reason: "request headers reach a handler as they were sent: none is added, none is taken away",
        cases: "",
        claims: |exchange, difference| {
            let sent: serde_json::Map<String, Value> = exchange
                .request
                .headers
                .iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str().into()))
                .collect();
            *difference == Difference::Body && exchange.json() == Some(sent.into())
        },
    },
    Deviation {
        reason: "no response header is reserved: Next.js takes `x-middleware-set-cookie` for its own",
        cases: "",
        claims: |_, difference| *difference == header("x-middleware-set-cookie"),
    },
    Deviation {
        reason: "a query named `__proto__` is lost in JavaScript's objects",
        cases: "",
        claims: |exchange, difference| {
            *difference == Difference::Body
                && query_of(&exchange.request.path).contains("__proto__")
        },
    },
];

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

fn header(name: &str) -> Difference {
    Difference::Header(name.to_owned())
}

impl Exchange<'_> {
    fn has_known_method(&self) -> bool {
        METHODS.contains(&self.request.method.as_str())
    }

    /// Our answer is a 405 as it should be: empty, with `Allow` in order.
    fn refuses_method(&self) -> bool {
        let allow: Vec<&str> = find(&self.answer.headers, "allow").split(", ").collect();
        self.answer.status == 405
            && self.answer.body.is_empty()
            && allow.is_sorted()
            && allow.iter().all(|method| METHODS.contains(method))
    }

    fn both_redirect(&self) -> bool {
        (self.recorded.status, self.answer.status) == (308, 308) && self.answer.body.is_empty()
    }

    fn location(&self) -> &str {
        find(&self.answer.headers, "location")
    }

    fn recorded_location(&self) -> &str {
        find(&self.recorded.headers, "location")
    }

    fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.answer.body).ok()
    }

    fn recorded_json(&self) -> Option<Value> {
        match &self.recorded.body {
            crate::case::Body::Text(text) => serde_json::from_str(text).ok(),
            _ => None,
        }
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    headers
        .iter()
        .find(|(given, _)| given == name)
        .map_or("", |(_, value)| value)
}
