//! The part of curl's command line that the documentation uses. Anything else is an error, so that every example is tested.

const BOUNDARY: &str = "------------------------boundary";

/// The request of a `curl` line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    pub host: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl Request {
    pub fn parse(command: &str) -> Result<Self, String> {
        let mut words = words(command)?.into_iter();
        if words.next().as_deref() != Some("curl") {
            return Err("expected `curl`".to_owned());
        }
        let mut request = Self::default();
        let mut content_type = None;
        let mut fields = Vec::new();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} has no value"));
            match word.as_str() {
                // These change only what curl prints.
                "-s" | "-i" | "-v" | "-N" => {}
                "-I" => "HEAD".clone_into(&mut request.method),
                "-X" => request.method = value()?,
                "-H" => {
                    let header = value()?;
                    let (name, value) = header
                        .split_once(": ")
                        .ok_or_else(|| format!("no header: {header}"))?;
                    request
                        .headers
                        .push((name.to_lowercase(), value.to_owned()));
                }
                "-d" | "--data-binary" => {
                    request.body = Some(value()?);
                    content_type = Some("application/x-www-form-urlencoded".to_owned());
                }
                "-F" => {
                    let field = value()?;
                    let (name, value) = field
                        .split_once('=')
                        .ok_or_else(|| format!("no field: {field}"))?;
                    let (value, file) = match value.split_once(";filename=") {
                        Some((value, file)) => (value, format!("; filename=\"{file}\"")),
                        None => (value, String::new()),
                    };
                    fields.push(format!(
                        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
                    ));
                }
                url => request.set_url(url)?,
            }
        }
        if !fields.is_empty() {
            request.body = Some(format!("{}--{BOUNDARY}--\r\n", fields.concat()));
            content_type = Some(format!("multipart/form-data; boundary={BOUNDARY}"));
        }
        if request.host.is_empty() {
            return Err("no URL".to_owned());
        }
        if request.method.is_empty() {
            let method = if request.body.is_some() {
                "POST"
            } else {
                "GET"
            };
            method.clone_into(&mut request.method);
        }
        let has_type = request
            .headers
            .iter()
            .any(|(name, _)| name == "content-type");
        if let (Some(content_type), false) = (content_type, has_type) {
            request
                .headers
                .push(("content-type".to_owned(), content_type));
        }
        Ok(request)
    }

    fn set_url(&mut self, url: &str) -> Result<(), String> {
        let rest = url.strip_prefix("http://");
        let rest = rest.ok_or_else(|| format!("neither a known flag nor a URL: {url}"))?;
        if !self.host.is_empty() {
            return Err(format!("a second URL: {url}"));
        }
        let start = rest.find('/').unwrap_or(rest.len());
        let (host, target) = rest.split_at(start);
        host.clone_into(&mut self.host);
        let target = if target.is_empty() { "/" } else { target };
        target.clone_into(&mut self.target);
        Ok(())
    }
}

/// Splits a line as a shell does. Quotes are supported; expansions are an error.
fn words(command: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in command.chars() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some('\''), letter) => word.get_or_insert_default().push(letter),
            (None, ' ') => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '&' | '<' | '>' | '?' | '*' | '#' | ';' | '(' | '|' | '~' | '[' | '{')
            | (_, '$' | '\\' | '`') => {
                return Err(format!("a shell would interpret {letter}"));
            }
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    if quote.is_some() {
        return Err("a quote is not closed".to_owned());
    }
    words.extend(word);
    Ok(words)
}
