//! Types that only the compiler can judge: some get a trait of their own, whose message names the file and the line, the others a place
//! as a type, which the message of the runtime shows.

use super::{code, modules::Modules};
use crate::{
    diagnostics::{Code, Place},
    location::Position,
    route_file::Handler,
    signature::{Doubt, Mistake, Role, Slot},
    tree::{RouteTree, RoutedFile},
};
use proc_macro2::Ident;
use std::collections::{BTreeMap, BTreeSet};

/// The number of types with a message of their own. Each costs the compiler 1.4 million instructions; for all others the runtime's message
/// shows the place as a type, which costs 0.3 million.
const MAX: usize = 250;

/// The number of places of one type with a message of their own. If the type is the mistake, these explain it.
const MAX_OF_ONE_TYPE: usize = 20;

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
        Self::select_first(MAX, MAX_OF_ONE_TYPE, shown_as, doubts)
    }

    fn select_first(
        most: usize,
        max_of_one_type: usize,
        shown_as: &'a str,
        doubts: &'a BTreeMap<String, Vec<Doubt>>,
    ) -> Self {
        let mut files: BTreeMap<&str, Vec<Doubted<'_>>> = BTreeMap::new();
        let mut count = 0;
        let mut of_types: BTreeMap<(&str, Role), usize> = BTreeMap::new();
        for (file, doubts) in doubts {
            let mut of_file = Vec::with_capacity(doubts.len());
            for doubt in doubts {
                let is_of_handler = doubt.role.is_of_handler();
                let is_limited = is_of_handler && !doubt.is_probably_wrong;
                let has_message = !is_limited || {
                    let of_type = of_types.entry((&doubt.ty, doubt.role)).or_default();
                    *of_type += 1;
                    let is_first = count < most && *of_type <= max_of_one_type;
                    count += usize::from(is_first);
                    is_first
                };
                let doubted = Doubted { doubt, has_message };
                of_file.push(doubted);
            }
            files.insert(file, of_file);
        }
        Self { shown_as, files }
    }

    /// The types of which the runtime's messages show the places.
    pub(super) fn place_types(&self, tree: &RouteTree, modules: &Modules<'_>) -> String {
        let endpoints = tree.endpoints().into_iter().chain(&tree.error_pages);
        let files = endpoints.map(|it| &it.file);
        let files = files.chain(tree.layouts.iter().map(|it| &it.file));
        let mut code = String::new();
        let (mut lines, mut columns) = (BTreeSet::new(), BTreeSet::new());
        for file in files {
            let doubts = self.files.get(file.path.as_str()).into_iter().flatten();
            let placed = doubts.filter(|it| !it.has_message);
            let placed: BTreeSet<usize> = placed.map(|it| it.doubt.handler).collect();
            if placed.is_empty() {
                continue;
            }
            if let Some(module) = modules.of(&file.path) {
                code::write!(code, "enum {module} {{}}\n");
            }
            let handlers = placed.into_iter();
            for handler in handlers.filter_map(|it| file.exports.handlers.get(it)) {
                for Position { line, column } in positions(handler) {
                    lines.insert(line);
                    columns.insert(column);
                }
            }
        }
        for line in lines {
            code::write!(code, "enum Line{line} {{}}\n");
        }
        for column in columns {
            code::write!(code, "enum Column{column} {{}}\n");
        }
        code
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
    /// `user` is the function, `a0`, `a1`, … are its arguments and `returned` is what it returns,
    /// a future if `is_async`.
    pub(super) fn statements(
        &self,
        file: &RoutedFile,
        doubts: &[Doubted<'_>],
        user: &str,
        is_async: bool,
    ) -> String {
        let doubts = doubts.iter().filter(|it| it.has_message);
        let statements = doubts.map(|Doubted { doubt, .. }| {
            let value = match doubt.slot {
                Slot::Argument(index) => format!("a{index}.pointer()"),
                Slot::Returned if doubt.role.is_of_generator() && !is_async => {
                    "output(&returned, IsValue)".to_owned()
                }
                Slot::Returned if is_async => "output(&returned, IsFuture)".to_owned(),
                Slot::Returned => "output(&returned, (&&returned).kind())".to_owned(),
                Slot::Function => format!("&{user}"),
            };
            self.with_message(file, doubt, &value)
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
        if doubt.role.is_of_handler() {
            let is_known = matches!(
                code,
                Code::NoState | Code::NotDeserialize | Code::NotSerialize
            );
            // Another name may be one of `Json`, but not where a function runs without a body.
            if !doubt.is_probably_wrong && !is_known && doubt.role != Role::WithoutBody {
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

/// The places of a handler's arguments and its return type, for the runtime's messages.
pub(super) fn places(module: &Ident, handler: &Handler) -> String {
    let places = positions(handler)
        .map(|Position { line, column }| format!("At<{module}, Line{line}, Column{column}>,"));
    format!("PhantomData::<({})>", places.collect::<String>())
}

/// The positions of the types of a handler's arguments, and of its return type.
fn positions(handler: &Handler) -> impl Iterator<Item = Position> {
    let arguments = handler.arguments().unwrap_or_default().iter();
    let returned = handler.returns.as_ref().map_or(handler.at, |it| it.at);
    arguments.map(|it| it.at).chain([returned])
}

/// A literal whose braces are no placeholders.
fn text(text: &str) -> String {
    code::literal(&text.replace('{', "{{").replace('}', "}}"))
}

/// The trait in messages, its bound, and whether it has a type parameter `M`.
fn required(role: Role) -> (&'static str, &'static str, bool) {
    match role {
        Role::Parts | Role::WithoutBody => ("PartsExtractor", "FromRequestParts<AppState>", false),
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
        Role::Parts | Role::WithoutBody => "not an extractor of request parts",
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

    fn doubt(ty: &str, slot: Slot, role: Role, is_probably_wrong: bool) -> Doubt {
        Doubt {
            handler: 0,
            slot,
            role,
            ty: ty.to_owned(),
            is_probably_wrong,
            mistake: Mistake {
                code: Code::Extractor,
                message: String::new(),
                help: String::new(),
                at: Position {
                    line: 3,
                    column: 14,
                },
                declared_at: None,
            },
        }
    }

    #[test]
    fn a_limited_number_has_a_message_and_the_others_a_place() {
        let (last, first) = (Slot::Argument(1), Slot::Argument(0));
        let (returned, function) = (Slot::Returned, Slot::Function);
        let file = [
            (true, doubt("A", first, Role::Parts, false)),
            (true, doubt("A", first, Role::Parts, false)),
            (false, doubt("A", first, Role::Parts, false)),
            (true, doubt("A", returned, Role::Response, false)),
            (true, doubt("B", last, Role::Last, false)),
            (false, doubt("C", last, Role::Last, false)),
            (true, doubt("C", last, Role::Last, true)),
            (true, doubt("C", first, Role::GeneratorArgument, false)),
            (true, doubt("C", function, Role::Middleware, true)),
        ];
        let expected = file.each_ref().map(|(has_message, _)| *has_message);
        let file = file.into_iter().map(|(_, doubt)| doubt).collect();
        let all = BTreeMap::from([("a/route.rs".to_owned(), file)]);
        let doubts = Doubts::select_first(4, 2, "app", &all);
        let found = doubts.files["a/route.rs"].iter().map(|it| it.has_message);
        assert_eq!(found.collect::<Vec<bool>>(), expected);
    }
}
