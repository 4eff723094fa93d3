//! Headers by rule.

use super::{
    Asked, Condition, RuleError,
    scope::{self, Scope},
    template,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Sets headers of the answers to one path, or to many that look alike.
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
/// `:name` in a value stands for a parameter, decoded. The rules win over what handlers and middleware set, except that
/// `Set-Cookie`, `Vary`, `WWW-Authenticate` and `Proxy-Authenticate` stand beside theirs; of several rules the last wins.
/// They hold for every answer, 404 included, but for redirects by rule and to the clean path.
#[derive(Clone, Debug)]
pub struct HeaderRule {
    scope: Scope,
    headers: Vec<(String, String)>,
}

impl HeaderRule {
    /// A rule for the paths that this source matches.
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            scope: Scope::new(source),
            headers: Vec::new(),
        }
    }

    /// Sets a header.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Only for requests for which this holds.
    #[must_use]
    pub fn has(mut self, condition: Condition) -> Self {
        self.scope.has.push(condition);
        self
    }

    /// Only for requests for which this does not hold.
    #[must_use]
    pub fn missing(mut self, condition: Condition) -> Self {
        self.scope.missing.push(condition);
        self
    }

    /// The source is a path of the whole host, not of the application below its base path.
    #[must_use]
    pub fn without_base_path(mut self) -> Self {
        self.scope.below_base_path = false;
        self
    }

    /// Whether the rule can be.
    ///
    /// # Errors
    ///
    /// When its source, an expression, or the name or value of a header is malformed; the error names the rule.
    /// `builder().headers(…)` stops the program with it.
    pub fn check(&self) -> Result<(), RuleError> {
        self.compile().map(drop)
    }

    pub(super) fn compile(&self) -> Result<Compiled, RuleError> {
        self.parts().map_err(|problem| {
            let rule = format!("headers of `{}`", self.scope.source);
            RuleError::new(rule, problem)
        })
    }

    fn parts(&self) -> Result<Compiled, String> {
        if self.headers.is_empty() {
            return Err("it sets none".to_owned());
        }
        let headers = self.headers.iter().map(|(name, value)| {
            let header = HeaderName::try_from(name.as_str())
                .map_err(|_| format!("`{name}` is no name of a header"))?;
            HeaderValue::try_from(value.as_str())
                .map_err(|_| format!("`{value}` is no value of a header"))?;
            Ok((header, value.clone()))
        });
        Ok(Compiled {
            scope: self.scope.compile()?,
            headers: headers.collect::<Result<_, String>>()?,
        })
    }
}

/// A rule that was checked.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    scope: scope::Compiled,
    headers: Vec<(HeaderName, String)>,
}

/// The headers that rules set for one request.
pub(crate) type Effects = Vec<(HeaderName, HeaderValue)>;

impl Compiled {
    pub(super) fn collect(&self, asked: Asked<'_>, effects: &mut Effects) {
        let Some(params) = self.scope.read(asked) else {
            return;
        };
        for (name, value) in &self.headers {
            // What a request holds may be no value of a header, a line break for one.
            if let Ok(value) = HeaderValue::try_from(template::text(value, &params)) {
                effects.push((name.clone(), value));
            }
        }
    }
}

/// Headers that may stand in an answer several times.
const SEVERAL: [HeaderName; 4] = [
    header::SET_COOKIE,
    header::VARY,
    header::WWW_AUTHENTICATE,
    header::PROXY_AUTHENTICATE,
];

/// Sets the headers of an answer.
pub(crate) fn apply(effects: Effects, headers: &mut HeaderMap) {
    let mut set = HeaderMap::new();
    for (name, value) in effects {
        if name == header::SET_COOKIE {
            set.append(name, value);
        } else {
            set.insert(name, value);
        }
    }
    for name in set.keys() {
        let own = headers.get_all(name).iter().cloned().collect::<Vec<_>>();
        headers.remove(name);
        let given = set.get_all(name).iter().cloned();
        let own = own.into_iter().filter(|_| SEVERAL.contains(name));
        for value in given.chain(own) {
            headers.append(name, value);
        }
    }
}
