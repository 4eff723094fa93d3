//! Types that only the compiler can judge: each gets a trait of its own, whose message names the file and the line.

use super::{code, modules::Modules};
use crate::{
    diagnostics::Place,
    location::Position,
    signature::{Doubt, Mistake, Role, Slot},
    tree::RoutedFile,
};
use proc_macro2::Ident;
use std::collections::BTreeMap;

/// The number of types with a message of their own. Each costs the compiler 1.4 million instructions; for all others the runtime's message
/// shows the place as a type, which costs 0.4 million.
const MOST: usize = 250;

const SERDE: &str =
    "`Json<T>` is an extractor where `T: Deserialize`, and a response where `T: Serialize`";
const DEBUG_HANDLER: &str = "`#[axum::debug_handler]` above the handler, with axum's feature `macros`, marks the type in its file";

/// The types of all files that only the compiler can judge.
pub(super) struct Doubts<'a> {
    shown_as: &'a str,
    files: BTreeMap<&'a str, Vec<Doubted<'a>>>,
}

/// A type that only the compiler can judge.
#[derive(Clone, Copy)]
pub(super) struct Doubted<'a> {
    doubt: &'a Doubt,
    /// It gets a message of its own.
    pub(super) has_message: bool,
}

impl Doubted<'_> {
    /// Returns `true` if the return type is in doubt.
    pub(super) fn is_returned(&self) -> bool {
        self.doubt.slot == Slot::Returned
    }

    /// Returns `true` if this argument is in doubt.
    pub(super) fn is_argument(&self, index: usize) -> bool {
        self.doubt.slot == Slot::Argument(index)
    }
}

impl<'a> Doubts<'a> {
    /// Selects those that get a message of their own: all that the text suggests to be mistakes, all without another message that shows
    /// the place, and the first of the others.
    pub(super) fn select(shown_as: &'a str, doubts: &'a BTreeMap<String, Vec<Doubt>>) -> Self {
        Self::select_first(MOST, shown_as, doubts)
    }

    fn select_first(
        most: usize,
        shown_as: &'a str,
        doubts: &'a BTreeMap<String, Vec<Doubt>>,
    ) -> Self {
        let mut files: BTreeMap<&str, Vec<Doubted<'_>>> = BTreeMap::new();
        let mut count = 0;
        for (file, doubts) in doubts {
            for doubt in doubts {
                let is_of_handler = matches!(doubt.role, Role::Parts | Role::Last | Role::Response);
                let is_limited = is_of_handler && !doubt.is_probably_wrong;
                count += usize::from(is_limited);
                let has_message = !is_limited || count <= most;
                let doubted = Doubted { doubt, has_message };
                files.entry(file).or_default().push(doubted);
            }
        }
        Self { shown_as, files }
    }

    /// The types that stand for the files of which the runtime's messages show the place.
    pub(super) fn files(&self, modules: &Modules<'_>) -> String {
        let files = self.files.iter();
        let files = files.filter(|(_, doubts)| doubts.iter().any(|it| !it.has_message));
        let modules = files.filter_map(|(file, _)| modules.of(file));
        let items = modules.map(|module| format!("enum {module} {{}}\n"));
        items.collect()
    }

    /// Those of one handler of a file.
    pub(super) fn of(&self, file: &RoutedFile, handler: usize) -> Vec<Doubted<'a>> {
        self.of_function(file, handler, false)
    }

    /// Those of one generator function of a file.
    pub(super) fn of_generator(&self, file: &RoutedFile, generator: usize) -> Vec<Doubted<'a>> {
        self.of_function(file, generator, true)
    }

    fn of_function(&self, file: &RoutedFile, index: usize, is_generator: bool) -> Vec<Doubted<'a>> {
        let doubts = self.files.get(file.path.as_str()).into_iter().flatten();
        let is_its = |it: &&Doubted<'_>| {
            it.doubt.handler == index && it.doubt.role.is_of_generator() == is_generator
        };
        doubts.filter(is_its).copied().collect()
    }

    /// The statements that compile only if these types fit.
    ///
    /// `module` is the module of the file, `user` the function in it, `a0`, `a1`, … are its arguments and `returned` is what it returns,
    /// a future if `is_async`.
    pub(super) fn statements(
        &self,
        file: &RoutedFile,
        doubts: &[Doubted<'_>],
        module: &Ident,
        user: &str,
        is_async: bool,
    ) -> String {
        let statements = doubts.iter().map(|Doubted { doubt, has_message }| {
            let value = match doubt.slot {
                Slot::Argument(index) => format!("a{index}.pointer()"),
                Slot::Returned if doubt.role.is_of_generator() && !is_async => {
                    "output(&returned, IsValue)".to_owned()
                }
                Slot::Returned if is_async => "output(&returned, IsFuture)".to_owned(),
                Slot::Returned => "output(&returned, (&&returned).kind())".to_owned(),
                Slot::Function => format!("&{user}"),
            };
            if *has_message {
                self.with_message(file, doubt, &value)
            } else {
                at_its_place(module, doubt, &value)
            }
        });
        statements.collect()
    }

    fn with_message(&self, file: &RoutedFile, doubt: &Doubt, value: &str) -> String {
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

/// A statement whose error is the runtime's, with the place as the handler.
fn at_its_place(module: &Ident, doubt: &Doubt, value: &str) -> String {
    let Position { line, column } = doubt.mistake.at;
    let place = format!("At<{module}, {line}, {column}>");
    match (doubt.role, doubt.slot) {
        (Role::Parts, Slot::Argument(index)) => {
            format!("parts_argument::<{place}, AppState, _>(&a{index});\n")
        }
        (Role::Last, Slot::Argument(index)) => {
            format!("last_argument::<{place}, AppState, _, _>(&a{index});\n")
        }
        _ => format!("handler_output::<{place}, _>({value});\n"),
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
        Role::GeneratorArgument => "not `State` of the application's state",
        Role::Handler => "not a handler",
        Role::Middleware => "not a middleware function",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use proc_macro2::Span;

    fn doubt(line: usize, slot: Slot, role: Role, is_probably_wrong: bool) -> Doubt {
        Doubt {
            handler: 0,
            slot,
            role,
            is_probably_wrong,
            mistake: Mistake {
                code: Code::Extractor,
                message: String::new(),
                help: String::new(),
                at: Position { line, column: 14 },
                declared_at: None,
            },
        }
    }

    #[test]
    fn a_limited_number_has_a_message_and_the_others_a_place() {
        let (last, first) = (Slot::Argument(1), Slot::Argument(0));
        let file = vec![
            doubt(1, first, Role::Parts, false),
            doubt(2, last, Role::Last, false),
            doubt(3, first, Role::Parts, false),
            doubt(4, last, Role::Last, false),
            doubt(5, Slot::Returned, Role::Response, false),
            doubt(6, last, Role::Last, true),
            doubt(7, first, Role::GeneratorArgument, false),
            doubt(8, Slot::Function, Role::Middleware, true),
        ];
        let all = BTreeMap::from([("a/route.rs".to_owned(), file)]);
        let doubts = Doubts::select_first(2, "app", &all);
        let found = &doubts.files["a/route.rs"];
        let with_place = found.iter().filter(|it| !it.has_message);
        let module = Ident::new("app_a_route", Span::call_site());
        let statements: Vec<String> = with_place
            .map(|it| at_its_place(&module, it.doubt, "output(&returned, IsFuture)"))
            .collect();
        assert_eq!(
            statements,
            [
                "parts_argument::<At<app_a_route, 3, 14>, AppState, _>(&a0);\n",
                "last_argument::<At<app_a_route, 4, 14>, AppState, _, _>(&a1);\n",
                "handler_output::<At<app_a_route, 5, 14>, _>(output(&returned, IsFuture));\n",
            ]
        );
    }
}
