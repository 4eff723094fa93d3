//! The recording: requests to Next.js and its responses.

use serde_json::Value;
use std::collections::BTreeMap;

/// One line of a recording.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) area: String,
    /// The application of the recording: `main`, `ts`, …
    pub(crate) app: String,
    /// Its files, by path, with their JavaScript.
    pub(crate) handler: BTreeMap<String, String>,
    pub(crate) steps: Vec<Step>,
}

/// One step of a case.
#[derive(Debug)]
pub(crate) enum Step {
    Exchange(Request, Recorded),
    /// Requests that are sent at the same time.
    Concurrent(Vec<(Request, Recorded)>),
    /// Seconds to wait.
    Wait(f64),
}

/// One request, as bytes on the wire.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) version: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// The response of Next.js.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) status: u16,
    /// Names in lower case. A repeated header is repeated here.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    /// True where the connection ended before a chunked body did.
    pub(crate) is_incomplete: bool,
}

/// A recorded body.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Text(String),
    /// Not UTF-8.
    Bytes(Vec<u8>),
    /// A page that Next.js rendered, without its markup.
    Page,
    /// A long text, as its length and its SHA-256 in hexadecimal.
    Digest {
        length: usize,
        sha256: String,
    },
    /// Not recorded.
    Unknown,
}

impl Case {
    /// Every request with its response, in the order of the recording.
    pub(crate) fn exchanges(&self) -> impl Iterator<Item = (&Request, &Recorded)> {
        self.steps.iter().flat_map(|step| {
            let (one, several) = match step {
                Step::Exchange(request, recorded) => (Some((request, recorded)), &[][..]),
                Step::Concurrent(exchanges) => (None, exchanges.as_slice()),
                Step::Wait(_) => (None, &[][..]),
            };
            one.into_iter().chain(
                several
                    .iter()
                    .map(|(request, recorded)| (request, recorded)),
            )
        })
    }
}

/// Reads a recording, one JSON value a line.
pub(crate) fn read(text: &str) -> Result<Vec<Case>, String> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let row: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
            case(&row).ok_or_else(|| format!("not a case: {line:.200}"))
        })
        .collect()
}

fn case(row: &Value) -> Option<Case> {
    let steps = match row.get("steps") {
        Some(steps) => steps.as_array()?.iter().map(step).collect::<Option<_>>()?,
        None => vec![step(row)?],
    };
    Some(Case {
        id: text(row, "id")?,
        area: text(row, "area")?,
        app: text(row, "app")?,
        handler: pairs(row.get("handler")?)?.into_iter().collect(),
        steps,
    })
}

fn step(row: &Value) -> Option<Step> {
    if let Some(seconds) = row.get("wait_s") {
        return Some(Step::Wait(seconds.as_f64()?));
    }
    if let Some(concurrent) = row.get("concurrent").or_else(|| row.get("parallel")) {
        return concurrent_exchanges(row, concurrent).map(Step::Concurrent);
    }
    let (request, recorded) = exchange(row.get("request")?, row.get("response")?)?;
    Some(Step::Exchange(request, recorded))
}

/// Requests that are sent at the same time: a list of them, or one request with their number or with a list of its responses.
fn concurrent_exchanges(row: &Value, concurrent: &Value) -> Option<Vec<(Request, Recorded)>> {
    if let Some(list) = concurrent.as_array() {
        let each = list.iter();
        return each
            .map(|row| exchange(row.get("request")?, row.get("response")?))
            .collect();
    }
    let request = row.get("request")?;
    if let Some(responses) = row.get("responses") {
        let responses = responses.as_array()?.iter();
        return responses.map(|it| exchange(request, it)).collect();
    }
    let count = usize::try_from(concurrent.as_u64()?).ok()?;
    let response = row.get("response")?;
    (0..count).map(|_| exchange(request, response)).collect()
}

fn exchange(request: &Value, response: &Value) -> Option<(Request, Recorded)> {
    // An interim response contains the final one.
    let response = response.get("then").unwrap_or(response);
    Some((
        Request {
            method: text(request, "method")?,
            path: shortened(request.get("path")?, "prefix")?,
            version: text(request, "ver").unwrap_or_else(|| "1.1".to_owned()),
            headers: pairs(request.get("headers")?)?,
            body: match request.get("body")? {
                Value::Null => None,
                body => Some(request_body(body)?),
            },
        },
        Recorded {
            status: u16::try_from(response.get("status")?.as_u64().unwrap_or(0)).ok()?,
            headers: response.get("headers").and_then(pairs).unwrap_or_default(),
            body: recorded_body(response.get("body").unwrap_or(&Value::Null))?,
            is_incomplete: response.get("incomplete") == Some(&Value::Bool(true)),
        },
    ))
}

fn text(row: &Value, name: &str) -> Option<String> {
    Some(row.get(name)?.as_str()?.to_owned())
}

/// Names and values: an object whose values may be lists, or a list of pairs.
fn pairs(value: &Value) -> Option<Vec<(String, String)>> {
    if let Some(list) = value.as_array() {
        let pair =
            |pair: &Value| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned()));
        return list.iter().map(pair).collect();
    }
    let mut pairs = Vec::new();
    for (name, value) in value.as_object()? {
        match value {
            Value::Array(values) => {
                for value in values {
                    pairs.push((name.clone(), value.as_str()?.to_owned()));
                }
            }
            value => pairs.push((name.clone(), value.as_str()?.to_owned())),
        }
    }
    Some(pairs)
}

/// A text, or the head of a long text that repeats itself and its whole length.
fn shortened(value: &Value, head: &str) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    let head = value.get(head)?.as_str()?;
    let length = usize::try_from(value.get("len")?.as_u64()?).ok()?;
    let characters: Vec<char> = head.chars().collect();
    let period = (1..characters.len()).find(|period| {
        let tail = &characters[characters.len() / 2..];
        (*period..tail.len()).all(|index| tail[index] == tail[index - period])
    })?;
    let mut whole = characters;
    while whole.len() < length {
        whole.push(whole[whole.len() - period]);
    }
    Some(whole.into_iter().collect())
}

fn request_body(value: &Value) -> Option<Vec<u8>> {
    match value.get("base64") {
        Some(text) => base64(text.as_str()?),
        None => Some(shortened(value, "text_prefix")?.into_bytes()),
    }
}

fn recorded_body(value: &Value) -> Option<Body> {
    Some(match value {
        Value::Null => Body::Unknown,
        Value::String(text) => Body::Text(text.clone()),
        value if value.get("html_page").is_some() => Body::Page,
        value if value.get("base64").is_some() => {
            Body::Bytes(base64(value.get("base64")?.as_str()?)?)
        }
        value => Body::Digest {
            length: usize::try_from(value.get("len")?.as_u64()?).ok()?,
            sha256: text(value, "sha256")?,
        },
    })
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let value = ALPHABET.iter().position(|letter| *letter == byte)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}
