//! Header rules.

use super::{
    condition::Condition,
    error::RuleError,
    filter::{CompiledFilter, RequestFilter},
    request::RuleRequest,
    template,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// A rule that sets headers on the responses of all paths that match a pattern.
///
/// ```
/// use router_runtime::rules::HeaderRule;
///
/// let rule = HeaderRule::new("/files/:name")
///     .set("x-content-type-options", "nosniff")
///     .set("x-file", ":name");
/// assert!(rule.check().is_ok());
/// ```
///
/// `:name` in a value is replaced by the decoded value of the parameter. Rules override the headers of handlers and middleware, and
/// later rules override earlier ones. `Set-Cookie`, `Vary`, `WWW-Authenticate` and `Proxy-Authenticate` are added instead of
/// overriding those of the response. The rules apply to every response including 400 and 404, except for redirects by rule and
/// redirects to the clean path. A redirect to the clean path has only the headers that cross-origin requests need, from the rules for
/// the clean path: `Access-Control-…`, and `Vary` together with them. Without them a browser would not follow the redirect. See
/// [`headers`] in Next.js.
///
/// [`headers`]: https://nextjs.org/docs/app/api-reference/config/next-config-js/headers
#[derive(Clone, Debug)]
pub struct HeaderRule {
    filter: RequestFilter,
    headers: Vec<(String, String)>,
}

impl HeaderRule {
    /// Creates a rule for the paths that match this source.
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            filter: RequestFilter::new(source),
            headers: Vec::new(),
        }
    }

    /// Sets a header.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Restricts the rule to requests that meet the condition.
    #[must_use]
    pub fn has(mut self, condition: Condition) -> Self {
        self.filter.has.push(condition);
        self
    }

    /// Restricts the rule to requests that do not meet the condition.
    #[must_use]
    pub fn missing(mut self, condition: Condition) -> Self {
        self.filter.missing.push(condition);
        self
    }

    /// Matches the source against the complete path instead of the path below the base path.
    #[must_use]
    pub fn without_base_path(mut self) -> Self {
        self.filter.below_base_path = false;
        self
    }

    /// Validates the rule. `builder().headers(…)` panics with the same error.
    ///
    /// # Errors
    ///
    /// Fails if the rule sets no header, or if its source, a regular expression, or the name or value of a header is invalid.
    /// `Content-Length` and `Transfer-Encoding` are invalid, because the server sets them.
    pub fn check(&self) -> Result<(), RuleError> {
        self.compile().map(drop)
    }

    pub(super) fn compile(&self) -> Result<CompiledHeaderRule, RuleError> {
        self.compile_parts().map_err(|reason| {
            let rule = format!("header rule for `{}`", self.filter.source);
            RuleError::new(rule, reason)
        })
    }

    fn compile_parts(&self) -> Result<CompiledHeaderRule, String> {
        if self.headers.is_empty() {
            return Err("sets no header; call `.set(name, value)`".to_owned());
        }
        let headers = self.headers.iter().map(|(name, value)| {
            let header = HeaderName::try_from(name.as_str())
                .map_err(|_| format!("invalid header name `{name}`"))?;
            if FRAMING.contains(&header) {
                return Err(format!(
                    "`{name}` is set by the server, which knows the body"
                ));
            }
            HeaderValue::try_from(value.as_str())
                .map_err(|_| format!("invalid value `{value}` for the header `{name}`"))?;
            Ok((header, value.clone()))
        });
        Ok(CompiledHeaderRule {
            filter: self.filter.compile()?,
            headers: headers.collect::<Result<_, String>>()?,
        })
    }
}

/// A validated [`HeaderRule`].
#[derive(Clone, Debug)]
pub(super) struct CompiledHeaderRule {
    filter: CompiledFilter,
    headers: Vec<(HeaderName, String)>,
}

/// The headers that rules set on one response.
pub(crate) type RuleHeaders = Vec<(HeaderName, HeaderValue)>;

impl CompiledHeaderRule {
    pub(super) fn collect(&self, request: RuleRequest<'_>, headers: &mut RuleHeaders) {
        let Some(params) = self.filter.read(request) else {
            return;
        };
        for (name, value) in &self.headers {
            // A decoded parameter may contain bytes that a header cannot, such as a line break.
            if let Ok(value) = HeaderValue::try_from(template::expand(value, &params)) {
                headers.push((name.clone(), value));
            }
        }
    }
}

/// The headers that delimit the body. A wrong one would let a client take the rest of a body for the next response.
const FRAMING: [HeaderName; 2] = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING];

/// The headers that are added to those of the response.
const APPENDED: [HeaderName; 4] = [
    header::SET_COOKIE,
    header::VARY,
    header::WWW_AUTHENTICATE,
    header::PROXY_AUTHENTICATE,
];

/// Retains the headers that a browser requires to follow a redirect of a request to another origin (Fetch standard, CORS check).
pub(crate) fn retain_cors(rules: &mut RuleHeaders) {
    let is_cors = |name: &HeaderName| name.as_str().starts_with("access-control-");
    if rules.iter().any(|(name, _)| is_cors(name)) {
        rules.retain(|(name, _)| is_cors(name) || name == header::VARY);
    } else {
        rules.clear();
    }
}

/// Sets the headers of rules on a response.
pub(crate) fn apply_headers(rules: RuleHeaders, headers: &mut HeaderMap) {
    let mut set = HeaderMap::new();
    for (name, value) in rules {
        if name == header::SET_COOKIE {
            set.append(name, value);
        } else {
            set.insert(name, value);
        }
    }
    for name in set.keys() {
        let own = headers.get_all(name).iter().cloned().collect::<Vec<_>>();
        headers.remove(name);
        let from_rules = set.get_all(name).iter().cloned();
        let own = own.into_iter().filter(|_| APPENDED.contains(name));
        for value in from_rules.chain(own) {
            headers.append(name, value);
        }
    }
}
