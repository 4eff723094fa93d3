//! A source file as modules: the names that each defines, imports and mentions.

use crate::tokens::{Token, close, tokens};
use std::slice::from_ref;

/// A path and its line.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// One name of a `use` item.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    pub(crate) path: Mention,
    /// The name that it brings into scope; none for a glob.
    pub(crate) name: Option<String>,
    pub(crate) is_glob: bool,
    /// `pub`, `pub(crate)`, …: a re-export.
    pub(crate) is_public: bool,
}

/// A module: a file, or `mod name { … }` in one.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) path: Vec<String>,
    /// `mod name;` and `mod name { … }`.
    pub(crate) children: Vec<String>,
    /// Children that are compiled only for tests.
    pub(crate) tests: Vec<String>,
    pub(crate) definitions: Vec<String>,
    pub(crate) uses: Vec<Use>,
    /// Paths in code.
    pub(crate) mentions: Vec<Mention>,
    /// Types of inherent `impl` blocks.
    pub(crate) impls: Vec<Mention>,
}

/// Reads the file of the module at `path`.
pub(crate) fn read(source: &str, path: &[String]) -> Vec<Module> {
    let mut modules = Vec::new();
    read_module(&tokens(source), path, &mut modules);
    modules
}

fn read_module(tokens: &[Token<'_>], path: &[String], modules: &mut Vec<Module>) {
    let mut module = Module {
        path: path.to_vec(),
        ..Module::default()
    };
    let mut at = 0;
    while at < tokens.len() {
        let item = Item::read(tokens, at);
        at = item.end.max(at + 1);
        module.add(&item, modules);
    }
    modules.push(module);
}

/// One item: attributes, visibility, keyword, and where it ends.
struct Item<'a> {
    tokens: &'a [Token<'a>],
    is_test: bool,
    is_public: bool,
    end: usize,
}

impl<'a> Item<'a> {
    fn read(tokens: &'a [Token<'a>], start: usize) -> Self {
        let (mut at, is_test) = attributes(tokens, start);
        let is_public = text(tokens, at) == "pub";
        if is_public {
            at += 1;
            if text(tokens, at) == "(" {
                at = close(tokens, at);
            }
        }
        while matches!(
            text(tokens, at),
            "async" | "unsafe" | "extern" | "\"" | "default"
        ) || text(tokens, at) == "const"
            && matches!(text(tokens, at + 1), "fn" | "async" | "unsafe" | "extern")
        {
            at += 1;
        }
        let end = end(tokens, at);
        Self {
            tokens: tokens.get(at..end).unwrap_or_default(),
            is_test,
            is_public,
            end,
        }
    }
}

impl Module {
    fn add(&mut self, item: &Item<'_>, modules: &mut Vec<Module>) {
        let tokens = item.tokens;
        let name = text(tokens, 1).to_owned();
        match text(tokens, 0) {
            "mod" if item.is_test => self.tests.push(name),
            _ if item.is_test => {}
            "use" => self.uses.extend(imports(&tokens[1..], item.is_public)),
            "mod" => {
                if text(tokens, 2) == "{" {
                    let path = [&self.path[..], from_ref(&name)].concat();
                    read_module(&tokens[3..tokens.len() - 1], &path, modules);
                }
                self.children.push(name);
            }
            "macro_rules" => {
                self.definitions.push(text(tokens, 2).to_owned());
                self.scan(&tokens[3..]);
            }
            "impl" => {
                self.impls.extend(inherent(tokens));
                self.scan(&tokens[1..]);
            }
            "struct" | "enum" | "union" | "trait" | "type" | "const" | "static" | "fn" => {
                let name = if name == "mut" {
                    text(tokens, 2)
                } else {
                    &name
                };
                self.definitions.push(name.to_owned());
                self.scan(&tokens[1..]);
            }
            _ => self.scan(tokens),
        }
    }

    /// Collects the paths of some code, except in quoted code and code for tests.
    fn scan(&mut self, tokens: &[Token<'_>]) {
        let mut at = 0;
        while at < tokens.len() {
            let (after, is_test) = attributes(tokens, at);
            if after > at {
                at = if is_test { end(tokens, after) } else { after };
                continue;
            }
            let quotes = matches!(text(tokens, at), "quote" | "quote_spanned" | "parse_quote");
            if quotes && text(tokens, at + 1) == "!" {
                at = close(tokens, at + 2);
            } else if text(tokens, at) == "use" {
                let end = end(tokens, at);
                self.uses.extend(imports(&tokens[at + 1..end], false));
                at = end;
            } else if tokens[at].is_name() {
                let (mention, end) = path(tokens, at);
                let before = at.checked_sub(1).map_or("", |before| tokens[before].text);
                if mention.path.len() > 1 && !matches!(before, "::" | ".") {
                    self.mentions.push(mention);
                }
                at = end;
            } else {
                at += 1;
            }
        }
    }
}

fn text<'a>(tokens: &[Token<'a>], at: usize) -> &'a str {
    tokens.get(at).map_or("", |token| token.text)
}

/// Skips attributes: the index behind them, and whether one is `cfg(test)`.
fn attributes(tokens: &[Token<'_>], mut at: usize) -> (usize, bool) {
    let mut is_test = false;
    while text(tokens, at) == "#" {
        let open = if text(tokens, at + 1) == "!" {
            at + 2
        } else {
            at + 1
        };
        if text(tokens, open) != "[" {
            break;
        }
        let end = close(tokens, open);
        let attribute: Vec<&str> = tokens[open + 1..end].iter().map(|it| it.text).collect();
        is_test |= attribute.first() == Some(&"cfg")
            && attribute.contains(&"test")
            && !attribute.iter().any(|it| matches!(*it, "not" | "any"));
        at = end;
    }
    (at, is_test)
}

/// The index behind an item: a `;`, or the block of one that ends with it.
fn end(tokens: &[Token<'_>], start: usize) -> usize {
    let ends_at_semicolon = matches!(
        text(tokens, start),
        "use" | "const" | "static" | "type" | "let"
    );
    let mut at = start;
    while at < tokens.len() {
        match tokens[at].text {
            ";" => return at + 1,
            "," | ")" | "]" | "}" => return at,
            "<" => at = generics(tokens, at),
            "{" if !ends_at_semicolon => return close(tokens, at),
            "(" | "[" | "{" => at = close(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// The index behind the `>` that closes the `<` at `open`; behind `open` where it is no bracket.
fn generics(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0;
    let mut at = open;
    while at < tokens.len() {
        match tokens[at].text {
            "<" => depth += 1,
            ">" => depth -= 1,
            "(" | "[" | "{" => {
                at = close(tokens, at);
                continue;
            }
            ";" => return open + 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return at;
        }
    }
    open + 1
}

/// Reads `a::b::c`: the path and the index behind it.
fn path(tokens: &[Token<'_>], start: usize) -> (Mention, usize) {
    let mut path = vec![tokens[start].text.to_owned()];
    let mut at = start + 1;
    while text(tokens, at) == "::" && tokens.get(at + 1).is_some_and(Token::is_name) {
        path.push(tokens[at + 1].text.to_owned());
        at += 2;
    }
    let line = tokens[start].line;
    (Mention { path, line }, at)
}

/// The names of a use tree.
fn imports(tokens: &[Token<'_>], is_public: bool) -> Vec<Use> {
    let mut found = Vec::new();
    import(tokens, &[], is_public, &mut found);
    found
}

fn import(tokens: &[Token<'_>], prefix: &[String], is_public: bool, found: &mut Vec<Use>) {
    let at = usize::from(text(tokens, 0) == "::");
    let Some(token) = tokens.get(at) else { return };
    let line = token.line;
    let mut path = prefix.to_vec();
    match token.text {
        "{" => {
            let inside = &tokens[at + 1..close(tokens, at) - 1];
            let mut start = 0;
            while start < inside.len() {
                let mut end = start;
                while end < inside.len() && inside[end].text != "," {
                    end = if inside[end].text == "{" {
                        close(inside, end)
                    } else {
                        end + 1
                    };
                }
                import(&inside[start..end], prefix, is_public, found);
                start = end + 1;
            }
        }
        "*" => found.push(Use {
            path: Mention { path, line },
            name: None,
            is_glob: true,
            is_public,
        }),
        name => {
            if name != "self" || prefix.is_empty() {
                path.push(name.to_owned());
            }
            if text(tokens, at + 1) == "::" {
                return import(&tokens[at + 2..], &path, is_public, found);
            }
            let alias = match text(tokens, at + 1) {
                "as" => text(tokens, at + 2).to_owned(),
                _ => path.last().cloned().unwrap_or_default(),
            };
            found.push(Use {
                path: Mention { path, line },
                name: Some(alias),
                is_glob: false,
                is_public,
            });
        }
    }
}

/// The type of an inherent `impl` block; none for the impl of a trait.
fn inherent(tokens: &[Token<'_>]) -> Option<Mention> {
    let start = match text(tokens, 1) {
        "<" => generics(tokens, 1),
        _ => 1,
    };
    let mut at = start;
    while at < tokens.len() && !matches!(tokens[at].text, "{" | "where") {
        match tokens[at].text {
            "for" => return None,
            "<" => at = generics(tokens, at),
            _ => at += 1,
        }
    }
    tokens.get(start).filter(|token| token.is_name())?;
    Some(path(tokens, start).0)
}
