//! Types that only the compiler can judge: each gets a trait of its own, whose message names the file and the line.

use super::code;
use crate::{
    diagnostics::Place,
    signature::{Doubt, Mistake, Role, Slot},
    tree::RoutedFile,
};
use std::collections::BTreeMap;

/// The number of types with a message of their own. Each costs the compiler 2 million instructions; all others are reported with the
/// module of their file.
const MOST: usize = 250;

const SERDE: &str =
    "`Json<T>` is an extractor where `T: Deserialize`, and a response where `T: Serialize`";
const DEBUG_HANDLER: &str = "`#[axum::debug_handler]` above the handler, with axum's feature `macros`, marks the type in its file";

/// The types of all files that only the compiler can judge.
pub(super) struct Doubts<'a> {
    shown_as: &'a str,
    files: BTreeMap<&'a str, Vec<&'a Doubt>>,
}

impl<'a> Doubts<'a> {
    /// Selects those that get a message of their own: all that the text suggests to be mistakes, and the first of the others.
    pub(super) fn select(shown_as: &'a str, doubts: &'a BTreeMap<String, Vec<Doubt>>) -> Self {
        let mut files: BTreeMap<&str, Vec<&Doubt>> = BTreeMap::new();
        let mut count = 0;
        for (file, doubts) in doubts {
            for doubt in doubts {
                if !doubt.is_probably_wrong {
                    count += 1;
                    if count > MOST {
                        continue;
                    }
                }
                files.entry(file).or_default().push(doubt);
            }
        }
        Self { shown_as, files }
    }

    /// Those of one handler of a file.
    pub(super) fn of(&self, file: &RoutedFile, handler: usize) -> Vec<&'a Doubt> {
        let doubts = self.files.get(file.path.as_str()).into_iter().flatten();
        let is_its = |it: &&Doubt| it.handler == handler && !it.role.is_of_generator();
        doubts.copied().filter(is_its).collect()
    }

    /// Those of one generator function of a file.
    pub(super) fn of_generator(&self, file: &RoutedFile, generator: usize) -> Vec<&'a Doubt> {
        let doubts = self.files.get(file.path.as_str()).into_iter().flatten();
        let is_its = |it: &&Doubt| it.handler == generator && it.role.is_of_generator();
        doubts.copied().filter(is_its).collect()
    }

    /// The statements that compile only if these types fit.
    ///
    /// `user` is the function, `a0`, `a1`, … are its arguments and `returned` is what it returns, a future if `is_async`.
    pub(super) fn statements(
        &self,
        file: &RoutedFile,
        doubts: &[&Doubt],
        user: &str,
        is_async: bool,
    ) -> String {
        let statements = doubts.iter().map(|doubt| {
            let value = match doubt.slot {
                Slot::Argument(index) => format!("a{index}.pointer()"),
                Slot::Returned if doubt.role.is_of_generator() && !is_async => {
                    "output(&returned, IsValue)".to_owned()
                }
                Slot::Returned if is_async => "output(&returned, IsFuture)".to_owned(),
                Slot::Returned => "output(&returned, (&&returned).kind())".to_owned(),
                Slot::Function => format!("&{user}"),
            };
            let pointer = if doubt.slot == Slot::Function {
                "&"
            } else {
                "*const "
            };
            let (name, bound, generic) = required(doubt.role);
            let (generics, arguments, unknown) = if generic {
                (", M", "<M>", "<_>")
            } else {
                ("", "", "")
            };
            let message = self.message(file, doubt);
            format!(
                "{{ {message} trait {name}{arguments} {{}}
                #[diagnostic::do_not_recommend]
                impl<T: {bound}{generics}> {name}{arguments} for T {{}}
                let _: {pointer}dyn {name}{unknown} = {value}; }}\n"
            )
        });
        statements.collect()
    }

    fn message(&self, file: &RoutedFile, doubt: &Doubt) -> String {
        let Mistake {
            code,
            message,
            help,
            at,
            declared_at,
        } = &doubt.mistake;
        let place = |at| Place {
            file: format!("{}/{}", self.shown_as, file.path),
            at: Some(at),
        };
        let headline = format!("{code} {}: {message}", place(*at));
        let mut notes = vec![help.clone()];
        if let Some(at) = declared_at {
            notes.push(format!("the type is declared at {}", place(*at)));
        }
        if matches!(doubt.role, Role::Parts | Role::Last | Role::Response) {
            if !doubt.is_probably_wrong || message.contains("Json<") {
                notes.push(SERDE.to_owned());
            }
            notes.push(DEBUG_HANDLER.to_owned());
        }
        let notes = notes.iter().map(|note| format!(", note = {}", text(note)));
        let notes: String = notes.collect();
        format!(
            "#[diagnostic::on_unimplemented(message = {}, label = {}{notes})]",
            text(&headline),
            text(label(doubt.role))
        )
    }
}

/// A literal whose braces are no placeholders.
fn text(text: &str) -> String {
    code::literal(&text.replace('{', "{{").replace('}', "}}"))
}

/// The trait in messages, its bound, and whether it has a type parameter `M`.
fn required(role: Role) -> (&'static str, &'static str, bool) {
    match role {
        Role::Parts => ("PartsExtractor", "FromRequestParts<AppState>", false),
        Role::Last => ("Extractor", "FromRequest<AppState, M>", true),
        Role::Response => ("Response", "IntoResponse", false),
        Role::StaticParams => ("ListOfParams", "StaticParams<Params>", false),
        Role::Sitemaps => ("ListOfIds", "SitemapIds", false),
        Role::GeneratorArgument => ("GeneratorArgument", "GeneratorArgumentOf<AppState>", false),
        Role::Handler => ("RouteHandler", "ReexportedHandler<M, AppState>", true),
        Role::Middleware => ("MiddlewareFunction", "MiddlewareFn<M, AppState>", true),
    }
}

fn label(role: Role) -> &'static str {
    match role {
        Role::Parts => "not an extractor of request parts",
        Role::Last => "not an extractor",
        Role::Response => "not a response",
        Role::StaticParams => "not a list of `Params`",
        Role::Sitemaps => "not a list of ids",
        Role::GeneratorArgument => "not `State` of a part of the state",
        Role::Handler => "not a handler",
        Role::Middleware => "not a middleware function",
    }
}
