//! Differences in cookies.

use crate::{
    compare::Difference,
    exchange::{Exchange, header},
    paths::{decoded, find},
};
use serde_json::Value;

/// A cookie that the typed API does not have is left out, or refused with a 500.
pub(crate) fn are_typed(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let invalid_attributes = ["priority:", "sameSite: true", "sameSite: 'bogus'"];
    let invalid_name = ["set('bad name;'"];
    if exchange.response.status == 500 {
        return exchange.handler_contains(&invalid_name)
            && exchange.recorded.status == 200
            && exchange.is_line_of_text();
    }
    exchange.handler_contains(&invalid_attributes) && *difference == header("set-cookie")
}

pub(crate) fn are_set_in_every_response(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    *difference == header("set-cookie")
        && exchange.handler_contains(&["(await cookies()).set("])
        && find(&exchange.recorded.headers, "set-cookie").is_empty()
        && matches!(exchange.response.status, 401 | 403 | 404 | 500)
}

/// The request has a pair without a name, without `=`, with white space, or with bytes that are not text. Our handler sees
/// regular pairs, and those with white space without it.
pub(crate) fn has_odd_pairs(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let sent = exchange.request.headers.iter();
    let sent = sent.filter(|(name, _)| name.eq_ignore_ascii_case("cookie"));
    let pairs: Vec<&str> = sent.flat_map(|(_, value)| value.split(';')).collect();
    let read = |pair: &&str| {
        let (name, value) = pair.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        (pair.is_ascii() && !name.is_empty()).then(|| Some((name.to_owned(), decoded(value)?)))?
    };
    let plain: Vec<(String, String)> = pairs.iter().filter_map(read).collect();
    let is_odd = |pair: &&str| match pair.trim_start().split_once('=') {
        Some((name, value)) => name != name.trim() || value != value.trim(),
        None => false,
    };
    let is_seen = |cookie: &Value| {
        let mut plain = plain.iter();
        plain.any(|(name, value)| cookie["name"] == **name && cookie["value"] == **value)
    };
    let is_right = |ours: Value| {
        let lists = ["all", "req"].map(|list| ours[list].as_array().cloned());
        let mut lists = lists.into_iter().flatten().peekable();
        lists.peek().is_some()
            && lists.all(|list| list.len() == plain.len() && list.iter().all(is_seen))
            && (ours["get"].is_null() || is_seen(&ours["get"]))
    };
    *difference == Difference::Body
        && exchange.recorded.status == exchange.response.status
        && (plain.len() < pairs.len() || pairs.iter().any(is_odd))
        && exchange.json().is_some_and(is_right)
}

/// The handler reads a cookie that it deleted. Next.js shows it with an empty value.
pub(crate) fn are_invisible_once_deleted(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    fn is_deleted(value: &Value) -> bool {
        match value {
            Value::Object(fields) => fields.get("value") == Some(&Value::String(String::new())),
            _ => false,
        }
    }
    // Removes deleted cookies from a list, and replaces one by `null`.
    let without_deleted = |body: Option<Value>| -> Option<Value> {
        Some(match body? {
            Value::Array(mut list) => {
                list.retain(|it| !is_deleted(it));
                list.iter_mut().for_each(only_name_and_value);
                list.sort_by_key(Value::to_string);
                Value::Array(list)
            }
            Value::Object(mut fields) => {
                if fields.get("get").is_some_and(is_deleted) {
                    fields.insert("get".to_owned(), Value::Null);
                    fields.insert("has".to_owned(), false.into());
                }
                Value::Object(fields)
            }
            other => other,
        })
    };
    let ours = without_deleted(exchange.json());
    *difference == Difference::Body
        && exchange.handler_contains(&["c.delete("])
        && ours.is_some()
        && ours == without_deleted(exchange.recorded_json())
}

fn only_name_and_value(cookie: &mut Value) {
    if let Value::Object(fields) = cookie {
        fields.retain(|name, _| name == "name" || name == "value");
    }
}
